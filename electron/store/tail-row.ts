import { crc32 } from 'node:zlib';
import { ByteReader } from '../../shared/format/byte-reader.js';
import { ByteWriter } from '../../shared/format/byte-writer.js';
import { decodeGcBlock, encodeGcBlock } from '../../shared/format/gc-block.js';
import { malformed } from '../../shared/format/malformed-block.js';
import { decodeSampleBlock, encodeSampleBlock, type SampleBlock } from '../../shared/format/sample-block.js';
import type { GcEvent } from '../../shared/model/session.js';

/** What one flush brought of one target. */
export interface TailPart {
  readonly target: number;
  /** Number of its first sample in the target, from 0. */
  readonly first: number;
  readonly time: ArrayLike<number>;
  readonly series: ReadonlyMap<number, ArrayLike<number>>;
  /** Number of its first collection in the target. */
  readonly firstGc: number;
  readonly gc: readonly GcEvent[];
}

/**
 * A flush of all targets as one row, so that a commit touches a page or two however many targets there are.
 * u32 CRC of the rest; then parts: u target, u first, u firstGc, u length, sample block, u length, gc block.
 */
export function encodeTailRow(parts: readonly TailPart[]): Uint8Array {
  const to = new ByteWriter(4096);
  to.bytes(new Uint8Array(4));
  for (const { target, first, firstGc, time, series, gc } of parts) {
    const columns = new Map([...series].map(([id, values]) => [id, { min: values, max: values }]));
    const block = encodeSampleBlock(time, columns);
    const events = gc.length > 0 ? encodeGcBlock(gc) : NOTHING;
    for (const number of [target, first, firstGc, block.length]) to.unsigned(number);
    to.bytes(block);
    to.unsigned(events.length);
    to.bytes(events);
  }
  const row = to.written();
  new DataView(row.buffer, row.byteOffset).setUint32(0, crc32(row.subarray(4)), true);
  return row;
}

export interface StoredPart {
  readonly target: number;
  readonly first: number;
  readonly firstGc: number;
  block(wanted?: ReadonlySet<number>): SampleBlock;
  gc(): readonly GcEvent[];
}

/** Nothing is decoded before it is asked for. Throws MalformedBlock. */
export function* tailParts(row: Uint8Array): Generator<StoredPart> {
  if (row.length < 4) throw malformed('it ends early');
  const check = new DataView(row.buffer, row.byteOffset).getUint32(0, true);
  const body = row.subarray(4);
  if (crc32(body) !== check) throw malformed('its checksum is wrong');
  const from = new ByteReader(body);
  while (from.left > 0) {
    const target = from.unsigned();
    const first = from.unsigned();
    const firstGc = from.unsigned();
    const block = from.bytes(from.unsigned());
    const events = from.bytes(from.unsigned());
    yield {
      target,
      first,
      firstGc,
      block: (wanted) => decodeSampleBlock(block, wanted),
      gc: () => (events.length > 0 ? decodeGcBlock(events) : []),
    };
  }
}

const NOTHING = new Uint8Array(0);
