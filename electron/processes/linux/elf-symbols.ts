import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Functions of an ELF file by address. A hostile file costs at most some tens of MB of reading; offsets are checked. */
export class ElfSymbols {
  static readonly #files = new Map<string, ElfSymbols | undefined>();

  private constructor(
    private readonly path: string,
    /** Where the file's first byte would be mapped, as its own addresses count. */
    private readonly base: number,
    private readonly tables: readonly Table[],
  ) {}

  /** Undefined for what is no 64-bit little-endian ELF file with symbols, or may not be read. */
  static of(path: string): ElfSymbols | undefined {
    return withFile(path, undefined, (fd) => {
      const { dev, ino, mtimeMs, size } = fstatSync(fd);
      const key = `${dev}:${ino}:${mtimeMs}:${size}`;
      if (!ElfSymbols.#files.has(key)) {
        if (ElfSymbols.#files.size >= MOST_FILES) ElfSymbols.#files.clear();
        const found = symbolTables(fd);
        ElfSymbols.#files.set(key, found && new ElfSymbols(path, found.base, found.tables));
      }
      return ElfSymbols.#files.get(key);
    });
  }

  readonly #found = new Map<number, string | undefined>();

  /** The function around `address` of a process in which the file's first byte is mapped at `start`. */
  functionAt(address: number, start: number): string | undefined {
    const wanted = address - start + this.base;
    if (!this.#found.has(wanted))
      this.#found.set(
        wanted,
        withFile(this.path, undefined, (fd) => search(fd, this.tables, wanted)),
      );
    return this.#found.get(wanted);
  }
}

interface Extent {
  readonly offset: number;
  readonly length: number;
}

interface Table {
  readonly symbols: Extent;
  readonly names: Extent;
}

const MOST_FILES = 200;
const MOST_TABLE = 64 << 20;
const MOST_NAME = 2000;
const MOST_SECTIONS = 4096;
const SYMTAB = 2;
const DYNSYM = 11;
const LOAD = 1;
const FUNCTION = 2;
const ENTRY = 24;

function symbolTables(fd: number): { base: number; tables: readonly Table[] } | undefined {
  const header = bytesAt(fd, 0, 64);
  if (header?.readUInt32BE(0) !== 0x7f45_4c46 || header[4] !== 2 || header[5] !== 1) return undefined;
  const count = header.readUInt16LE(0x3c);
  const size = header.readUInt16LE(0x3a);
  if (count === 0 || count > MOST_SECTIONS || size !== 64) return undefined;
  const sections = bytesAt(fd, Number(header.readBigUInt64LE(0x28)), count * size);
  const base = loadBase(fd, header);
  if (!sections || base === undefined) return undefined;
  const extent = (row: number): Extent => ({
    offset: Number(sections.readBigUInt64LE(row * size + 0x18)),
    length: Number(sections.readBigUInt64LE(row * size + 0x20)),
  });
  const tables: Table[] = [];
  for (let row = 0; row < count; row++) {
    const type = sections.readUInt32LE(row * size + 4);
    const names = sections.readUInt32LE(row * size + 0x28);
    if ((type === SYMTAB || type === DYNSYM) && names < count)
      tables.push({ symbols: extent(row), names: extent(names) });
  }
  // The whole table first: the dynamic one is a part of it.
  tables.sort((a, b) => b.symbols.length - a.symbols.length);
  return tables.length > 0 ? { base, tables } : undefined;
}

/** Address minus offset of the first part that is loaded. */
function loadBase(fd: number, header: Buffer): number | undefined {
  const count = header.readUInt16LE(0x38);
  const size = header.readUInt16LE(0x36);
  if (size !== 56) return undefined;
  const parts = bytesAt(fd, Number(header.readBigUInt64LE(0x20)), count * size);
  if (!parts) return undefined;
  for (let at = 0; at < parts.length; at += size)
    if (parts.readUInt32LE(at) === LOAD)
      return Number(parts.readBigUInt64LE(at + 16)) - Number(parts.readBigUInt64LE(at + 8));
  return undefined;
}

function search(fd: number, tables: readonly Table[], address: number): string | undefined {
  for (const { symbols, names } of tables) {
    const table = bytesAt(fd, symbols.offset, Math.min(symbols.length, MOST_TABLE));
    for (let at = 0; table && at + ENTRY <= table.length; at += ENTRY) {
      if ((table[at + 4] & 0xf) !== FUNCTION) continue;
      const value = Number(table.readBigUInt64LE(at + 8));
      const size = Number(table.readBigUInt64LE(at + 16));
      if (address < value || address >= value + Math.max(size, 1)) continue;
      const name = table.readUInt32LE(at);
      if (name >= names.length) continue;
      const text = bytesAt(fd, names.offset + name, Math.min(MOST_NAME, names.length - name));
      const end = text?.indexOf(0) ?? -1;
      if (text && end > 0) return plainName(text.toString('latin1', 0, end));
    }
  }
  return undefined;
}

/** Of a C++ name the scopes and the function: `_ZN4node6Worker3RunEv` is `node::Worker::Run`. Itanium C++ ABI, 5.1. */
export function plainName(symbol: string): string {
  const start = /^_ZZ?N?K?L?/.exec(symbol);
  if (!start) return symbol;
  const parts: string[] = [];
  for (let at = start[0].length; at < symbol.length; ) {
    if (symbol[at] === 'L') at++; // local to its file
    const [digits = ''] = /^\d+/.exec(symbol.slice(at, at + 6)) ?? [];
    const length = Number(digits);
    if (length === 0 || at + digits.length + length > symbol.length) break;
    parts.push(symbol.slice(at + digits.length, at + digits.length + length));
    at += digits.length + length;
  }
  return parts.length > 0 ? parts.join('::').replace(/_GLOBAL__N_1/g, '(anonymous)') : symbol;
}

function bytesAt(fd: number, offset: number, length: number): Buffer | undefined {
  if (!Number.isSafeInteger(offset) || length <= 0 || length > MOST_TABLE) return undefined;
  const buffer = Buffer.allocUnsafe(length);
  return readSync(fd, buffer, 0, length, offset) === length ? buffer : undefined;
}

function withFile<T>(path: string, otherwise: T, work: (fd: number) => T): T {
  let fd: number;
  try {
    // Without O_NONBLOCK, opening a pipe that somebody left at this path would never return.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return otherwise;
  }
  try {
    return fstatSync(fd).isFile() ? work(fd) : otherwise;
  } catch {
    return otherwise;
  } finally {
    closeSync(fd);
  }
}
