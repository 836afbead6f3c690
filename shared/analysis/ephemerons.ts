import { ByteStrings } from '../model/byte-strings.js';
import type { StringTable } from '../model/heap-graph.js';
import { WideMap } from './wide-map.js';

/**
 * V8 writes the value of a WeakMap's entry as held by two internal edges, one from the key and one from the table,
 * both named `N / part of key (… @KEY) -> value (… @VALUE) pair in WeakMap (table @TABLE)`.
 */
const PAIR =
  /^\d+(?<same> \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(?<table>\d+)\))$/;
/** The text of a shorter name cannot be one. */
const LEAST = 60;
const [ZERO, NINE, CLOSE] = [0x30, 0x39, 0x29];

/** The rows of a string table that name an entry of a WeakMap; each is parsed once. */
export interface Ephemerons {
  /** 1 for such a row; a row a string. */
  readonly isPair: Uint8Array;
  readonly pairs: WideMap<number, EphemeronPair>;
}

export interface EphemeronPair {
  /** Equal in the two edges of one entry; below `pairs.size`. */
  readonly entry: number;
  /** Id of the table. */
  readonly table: number;
}

export function ephemeronsOf(strings: StringTable): Ephemerons {
  const isPair = new Uint8Array(strings.length);
  const pairs = new WideMap<number, EphemeronPair>();
  const entries = new WideMap<string, number>();
  let known = 0;
  for (let row = 0; row < strings.length; row++) {
    if (!mayBePair(strings, row)) continue;
    const groups = PAIR.exec(strings.at(row) ?? '')?.groups;
    if (!groups) continue;
    const { same, table } = groups;
    const before = entries.get(same);
    const entry = before ?? known++;
    if (before === undefined) entries.set(same, entry);
    pairs.set(row, { entry, table: Number(table) });
    isPair[row] = 1;
  }
  return { isPair, pairs };
}

/** By first and last byte: nearly every string is refused without being decoded. */
function mayBePair(strings: StringTable, row: number): boolean {
  if (!(strings instanceof ByteStrings)) return true;
  const { bytes, starts } = strings;
  const start = starts[row];
  const end = starts[row + 1];
  if (end - start < LEAST || bytes[end - 1] !== CLOSE) return false;
  return bytes[start] >= ZERO && bytes[start] <= NINE;
}
