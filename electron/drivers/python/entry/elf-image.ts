import { closeSync, openSync, readSync } from 'node:fs';

/** One PT_LOAD: the file's `address` to `address + memorySize`, before the loader's bias. */
export interface Segment {
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
  readonly writable: boolean;
  readonly executable: boolean;
}

export interface Section {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

export interface ElfSymbol {
  readonly address: number;
  readonly size: number;
}

const EM_X86_64 = 62;
const EM_AARCH64 = 183;
const ET_EXEC = 2;
const PT_LOAD = 1;
/** No table that is read whole may be larger: a libpython's symbol names are about 60 kB. */
const TABLE_LIMIT = 32 << 20;

/** The parts of a 64-bit little-endian ELF file that name its symbols, by positioned reads: libpython is up to 50 MB. */
export class ElfImage {
  readonly arch: 'x64' | 'arm64' | 'other';
  /** Linked to a fixed address: its addresses need no bias. */
  readonly fixed: boolean;
  readonly segments: readonly Segment[];
  readonly #sections = new Map<string, Section & { readonly link: number }>();
  readonly #all: (Section & { readonly link: number; readonly nameAt: number })[] = [];

  /** Throws for anything that is not such a file. */
  static open(path: string): ElfImage {
    const fd = openSync(path, 'r');
    try {
      return new ElfImage(fd);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  private constructor(private readonly fd: number) {
    const head = this.read(0, 64);
    const isElf64 = head.readUInt32BE(0) === 0x7f454c46 && head[4] === 2 && head[5] === 1;
    if (!isElf64) throw new Error('not a 64-bit little-endian ELF file');
    const machine = head.readUInt16LE(18);
    this.arch = machine === EM_X86_64 ? 'x64' : machine === EM_AARCH64 ? 'arm64' : 'other';
    this.fixed = head.readUInt16LE(16) === ET_EXEC;
    this.segments = this.#readSegments(u64(head, 32), head.readUInt16LE(56));
    this.#readSections(u64(head, 40), head.readUInt16LE(60), head.readUInt16LE(62));
  }

  close(): void {
    closeSync(this.fd);
  }

  /** Where the loader put the first page of the file, taken from where its first mapping begins. */
  bias(firstMapping: number): number {
    const lowest = Math.min(...this.segments.map((segment) => segment.address));
    return this.fixed ? 0 : firstMapping - (lowest - (lowest % 4096));
  }

  section(name: string): Section | undefined {
    return this.#sections.get(name);
  }

  read(offset: number, size: number): Buffer {
    if (!(size >= 0 && size <= TABLE_LIMIT)) throw new Error(`a table of ${size} bytes`);
    const bytes = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
      const got = readSync(this.fd, bytes, done, size - done, offset + done);
      if (got === 0) throw new Error('the file ends too early');
      done += got;
    }
    return bytes;
  }

  /** Those of `names` that the file exports; addresses are before the bias. */
  exported(names: readonly string[]): ReadonlyMap<string, ElfSymbol> {
    const found = new Map<string, ElfSymbol>();
    const table = this.#sections.get('.dynsym');
    const strings = table && this.#all[table.link];
    if (!table || !strings) return found;
    const entries = this.read(table.offset, table.size);
    const text = this.read(strings.offset, strings.size);
    const wanted = names.map((name) => ({ name, bytes: Buffer.from(`${name}\0`, 'latin1') }));
    for (let at = 0; at + 24 <= entries.length; at += 24) {
      const nameAt = entries.readUInt32LE(at);
      const defined = entries.readUInt16LE(at + 6) !== 0;
      if (!defined) continue;
      for (const { name, bytes } of wanted) {
        if (text.compare(bytes, 0, bytes.length, nameAt, nameAt + bytes.length) === 0) {
          found.set(name, { address: u64(entries, at + 8), size: u64(entries, at + 16) });
        }
      }
    }
    return found;
  }

  /** Where a symbol is that the file keeps for itself, before the bias. Undefined where it has none of that name, or no table. */
  local(name: string): number | undefined {
    const table = this.#sections.get('.symtab');
    const strings = table && this.#all[table.link];
    if (!table || !strings) return undefined;
    const nameAt = this.read(strings.offset, strings.size).indexOf(`\0${name}\0`, 0, 'latin1') + 1;
    if (nameAt === 0) return undefined;
    const entries = this.read(table.offset, table.size);
    for (let at = 0; at + 24 <= entries.length; at += 24)
      if (entries.readUInt32LE(at) === nameAt && entries.readUInt16LE(at + 6) !== 0)
        return u64(entries, at + 8);
    return undefined;
  }

  #readSegments(at: number, count: number): Segment[] {
    const table = this.read(at, 56 * count);
    return Array.from({ length: count }, (_, i) => table.subarray(56 * i))
      .filter((entry) => entry.readUInt32LE(0) === PT_LOAD)
      .map((entry) => ({
        offset: u64(entry, 8),
        address: u64(entry, 16),
        fileSize: u64(entry, 32),
        memorySize: u64(entry, 40),
        writable: (entry.readUInt32LE(4) & 2) !== 0,
        executable: (entry.readUInt32LE(4) & 1) !== 0,
      }));
  }

  /** Stripped of section headers (a packed executable), a file simply has no sections. */
  #readSections(at: number, count: number, names: number): void {
    const table = this.read(at, 64 * count);
    for (let i = 0; i < count; i++) {
      const entry = table.subarray(64 * i);
      this.#all.push({
        nameAt: entry.readUInt32LE(0),
        address: u64(entry, 16),
        offset: u64(entry, 24),
        size: u64(entry, 32),
        link: entry.readUInt32LE(40),
      });
    }
    const nameTable = this.#all[names];
    if (!nameTable) return;
    const text = this.read(nameTable.offset, nameTable.size);
    for (const section of this.#all) {
      this.#sections.set(text.toString('latin1', section.nameAt, text.indexOf(0, section.nameAt)), section);
    }
  }
}

function u64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}
