import type { Wire } from './channel.js';

const KINDS: ReadonlySet<unknown> = new Set(['call', 'cancel', 'progress', 'value', 'error', 'event']);

/** Whether something that came off a transport has the shape of a message; its contents are still unchecked. */
export function isWire(value: unknown): value is Wire {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, id, method, args, topic } = value as Record<string, unknown>;
  if (!KINDS.has(kind)) return false;
  if (kind === 'event') return typeof topic === 'string';
  if (!Number.isSafeInteger(id)) return false;
  return kind !== 'call' || (typeof method === 'string' && Array.isArray(args));
}
