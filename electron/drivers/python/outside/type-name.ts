import type { BlockMemory } from './block-memory.js';

/** Of `PyTypeObject`, the same in 3.8 to 3.15. */
const TP_NAME = 24;
const TP_FLAGS = 168;
const TP_DICT = 264;
const HEAP_TYPE = 1 << 9;
/** Of `PyDictObject`. */
const MA_KEYS = 32;
const MOST_ENTRIES = 4096;
const LONGEST = 300;

/** `module.name` of the type at an address; without its module where that cannot be read, its address where not even the name can. */
export function typeName(blocks: BlockMemory, type: number, minor: number): string {
  const name = textAt(blocks, blocks.word(type + TP_NAME));
  if (name === undefined) return `type at 0x${type.toString(16)}`;
  // Types of C's carry their module in the name.
  if ((blocks.word(type + TP_FLAGS) & HEAP_TYPE) === 0 || name.includes('.')) return name;
  const module = moduleOf(blocks, blocks.word(type + TP_DICT), minor);
  return module === undefined || module === 'builtins' ? name : `${module}.${name}`;
}

function textAt(blocks: BlockMemory, address: number): string | undefined {
  if (!(address > 0)) return undefined;
  const text = (blocks.bytes(address, LONGEST) ?? blocks.bytes(address, 32))
    ?.toString('latin1')
    .split('\0')[0];
  return text && /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}

/** The text behind `__module__` in a class's dictionary. */
function moduleOf(blocks: BlockMemory, dictionary: number, minor: number): string | undefined {
  const keys = blocks.word(dictionary + MA_KEYS);
  if (!(keys > 0)) return undefined;
  const { entries, size, count } = minor < 11 ? oldKeys(blocks, keys) : newKeys(blocks, keys);
  if (!(count <= MOST_ENTRIES)) return undefined;
  for (let at = entries; at < entries + count * size; at += size) {
    const key = at + size - 16;
    if (stringAt(blocks, blocks.word(key), minor) === '__module__')
      return stringAt(blocks, blocks.word(key + 8), minor);
  }
  return undefined;
}

interface Keys {
  readonly entries: number;
  /** Of an entry, bytes: its last two words are key and value. */
  readonly size: number;
  readonly count: number;
}

/** `dk_size`, lookup, usable, `dk_nentries`, then the table of indices. */
function oldKeys(blocks: BlockMemory, keys: number): Keys {
  const rows = blocks.word(keys + 8);
  const width = rows <= 0xff ? 1 : rows <= 0xffff ? 2 : 4;
  return { entries: keys + 40 + rows * width, size: 24, count: blocks.word(keys + 32) };
}

/** `dk_log2_size`, `dk_log2_index_bytes`, `dk_kind` in a byte each. */
function newKeys(blocks: BlockMemory, keys: number): Keys {
  const [, indexBytes = 0, kind = 0] = blocks.bytes(keys + 8, 3) ?? [];
  return { entries: keys + 32 + 2 ** indexBytes, size: kind === 0 ? 24 : 16, count: blocks.word(keys + 24) };
}

/** A `str` of ASCII: its characters lie behind its head, which had one field more before 3.12. */
function stringAt(blocks: BlockMemory, address: number, minor: number): string | undefined {
  const length = blocks.word(address + 16);
  if (!(length > 0 && length <= LONGEST)) return undefined;
  const text = blocks.bytes(address + (minor < 12 ? 48 : 40), length)?.toString('latin1');
  return text && /^[\w.<>-]+$/.test(text) ? text : undefined;
}
