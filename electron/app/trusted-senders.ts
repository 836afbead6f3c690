import { Failure } from '../../shared/base/failure.js';
import { PAGE_ORIGIN } from './page-origin.js';

interface Sender {
  readonly id: number;
  once(event: 'destroyed', listener: () => void): unknown;
}

interface Sent {
  readonly sender: Sender;
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

const trusted = new Set<number>();

export function trust(sender: Sender): void {
  trusted.add(sender.id);
  sender.once('destroyed', () => trusted.delete(sender.id));
}

/**
 * Only our own window's top frame, showing our own page. Throws, so that a refused caller sees a
 * refusal and not an `undefined` answer.
 */
export function requireTrusted({ sender, senderFrame }: Sent): void {
  const ours =
    senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${PAGE_ORIGIN}/`);
  if (!trusted.has(sender.id) || !ours)
    throw new Failure('untrusted', `Refused: web contents ${sender.id} is not ours.`);
}
