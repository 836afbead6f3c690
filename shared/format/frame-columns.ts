import { ByteStrings, byteStrings } from '../model/byte-strings.js';
import type { FrameTable } from '../model/stack-table.js';
import type { AlignedReader, AlignedWriter } from './aligned-columns.js';
import { malformed } from './malformed-block.js';

/**
 * Places in a program: u32 rows, strings, bytes of strings, 1 where there are columns; the strings, each once, as
 * UTF-8 with their starts; rows of them for names and for files; lines; columns.
 */
export function writeFrames(to: AlignedWriter, frames: FrameTable): void {
  const rows = new Map<string, number>();
  const texts: string[] = [];
  const rowOf = (text: string): number => {
    let row = rows.get(text);
    if (row === undefined) {
      row = texts.push(text) - 1;
      rows.set(text, row);
    }
    return row;
  };
  const name = Uint32Array.from(frames.name, rowOf);
  const file = Uint32Array.from(frames.file, rowOf);
  const strings = byteStrings({ length: texts.length, at: (row) => texts[row] });
  to.numbers(frames.length, strings.length, strings.bytes.length, frames.column ? 1 : 0);
  to.column(strings.starts).column(strings.bytes).column(name).column(file).column(frames.line);
  if (frames.column) to.column(frames.column);
}

/** Throws MalformedBlock. */
export function readFrames(from: AlignedReader): FrameTable {
  const [length, count, size, columns] = from.u32(4);
  const starts = from.u32(count + 1);
  const bytes = from.u8(size);
  requireRising(starts, size);
  const texts = decoded(new ByteStrings(bytes, starts));
  const textOf = (row: number): string => {
    if (row >= count) throw malformed(`there is no string ${row}`);
    return texts[row];
  };
  const name = Array.from(from.u32(length), textOf);
  const file = Array.from(from.u32(length), textOf);
  const line = from.u32(length);
  return { length, name, file, line, ...(columns === 1 ? { column: from.u32(length) } : {}) };
}

function decoded(strings: ByteStrings): readonly string[] {
  const texts: string[] = [];
  for (let row = 0; row < strings.length; row++) texts.push(strings.at(row) ?? '');
  return texts;
}

function requireRising(starts: Uint32Array, size: number): void {
  for (let row = 1; row < starts.length; row++)
    if (starts[row] < starts[row - 1]) throw malformed('strings overlap');
  if (starts[0] !== 0 || starts[starts.length - 1] > size) throw malformed('strings lie outside');
}
