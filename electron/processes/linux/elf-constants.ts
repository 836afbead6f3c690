import type { FileHandle } from 'node:fs/promises';

/** A part of a file. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** A hostile or unknown binary costs at most this many bytes of reading. */
const LIMIT = 192 * 1024 * 1024;
const MAX_SECTIONS = 4096;

/**
 * Where an ELF file keeps its constant text (`.rodata`); where it has no section table, its beginning.
 * Undefined for what is not a 64-bit little-endian ELF file.
 */
export async function constantsOf(file: FileHandle): Promise<Extent | undefined> {
  const found = await elfSection(file, '.rodata');
  if (found === 'no ELF') return undefined;
  const { offset, length } = found ?? { offset: 0, length: (await file.stat()).size };
  return { offset, length: Math.min(length, LIMIT) };
}

/** Where the section of that name is; undefined where there is none, or no table of them. Every offset read is checked. */
export async function elfSection(file: FileHandle, wanted: string): Promise<Extent | 'no ELF' | undefined> {
  const { size } = await file.stat();
  const header = await bytesAt(file, 0, 64);
  if (header?.readUInt32BE(0) !== 0x7f45_4c46 || header[4] !== 2 || header[5] !== 1) return 'no ELF';
  const tableAt = Number(header.readBigUInt64LE(0x28));
  const entrySize = header.readUInt16LE(0x3a);
  const count = header.readUInt16LE(0x3c);
  const namesRow = header.readUInt16LE(0x3e);
  if (count === 0 || count > MAX_SECTIONS || entrySize < 64 || namesRow >= count) return undefined;
  const table = await bytesAt(file, tableAt, count * entrySize);
  if (!table) return undefined;
  const extent = (row: number): Extent => ({
    offset: Number(table.readBigUInt64LE(row * entrySize + 0x18)),
    length: Number(table.readBigUInt64LE(row * entrySize + 0x20)),
  });
  const namesAt = extent(namesRow);
  const names = await bytesAt(file, namesAt.offset, Math.min(namesAt.length, 1 << 20));
  if (!names) return undefined;
  const text = `${wanted}\0`;
  for (let row = 0; row < count; row++) {
    const name = table.readUInt32LE(row * entrySize);
    if (names.toString('latin1', name, name + text.length) !== text) continue;
    const { offset, length } = extent(row);
    if (offset + length <= size) return { offset, length };
  }
  return undefined;
}

/** Undefined when the file does not have them. */
async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer | undefined> {
  if (!Number.isSafeInteger(offset) || length <= 0) return undefined;
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return bytesRead === length ? buffer : undefined;
}
