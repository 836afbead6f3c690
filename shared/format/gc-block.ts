import type { GcEvent } from '../model/session.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/**
 * Collections of one target, oldest first. u count of kinds, their names; u count of events; for each: time in
 * microseconds as difference from the one before, u kind, u pause in microseconds.
 */
export function encodeGcBlock(events: readonly GcEvent[]): Uint8Array {
  const to = new ByteWriter(32 + events.length * 6);
  const kinds = new Map<string, number>();
  for (const { kind } of events) if (!kinds.has(kind)) kinds.set(kind, kinds.size);
  to.unsigned(kinds.size);
  for (const kind of kinds.keys()) to.text(kind);
  to.unsigned(events.length);
  let before = 0;
  for (const { at, kind, pause } of events) {
    const now = Math.round(at * 1000);
    to.signed(now - before);
    to.unsigned(kinds.get(kind) ?? 0);
    to.unsigned(Math.max(0, Math.round(pause * 1000)));
    before = now;
  }
  return to.written();
}

/** Throws MalformedBlock. */
export function decodeGcBlock(bytes: Uint8Array): GcEvent[] {
  const from = new ByteReader(bytes);
  const kinds = Array.from({ length: from.count(MAX_KINDS) }, () => from.text());
  const events: GcEvent[] = [];
  let now = 0;
  for (let left = from.count(MAX_EVENTS); left > 0; left--) {
    now += from.signed();
    const kind = kinds[from.unsigned()] ?? '';
    events.push({ at: now / 1000, kind, pause: from.unsigned() / 1000 });
  }
  return events;
}

const MAX_KINDS = 1024;
const MAX_EVENTS = 1 << 24;
