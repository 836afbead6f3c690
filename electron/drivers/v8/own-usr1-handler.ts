import { readFile, stat } from 'node:fs/promises';
import { ElfImage } from '../python/entry/elf-image.js';
import { TargetMemory } from '../python/entry/target-memory.js';

/**
 * Whether the program itself handles SIGUSR1, so that the signal would run that and open no inspector. Read from outside,
 * where libuv keeps what is waited for; the target does nothing. Undefined where that cannot be told: a binary without a
 * table of its own symbols (Debian's and Electron's), no right to read its memory.
 */
export async function handlesUsr1Itself(pid: number): Promise<boolean | undefined> {
  try {
    const at = await treeAddress(pid);
    return at === undefined ? undefined : waitsForUsr1(pid, at);
  } catch {
    return undefined;
  }
}

const SIGUSR1 = 10;

/** `uv_signal_t` of libuv 1.x on a 64-bit system, from its public header: the handle's own part is 96 bytes, then its callback. */
const SIGNAL = { size: 136, type: 16, signum: 104, left: 112, right: 120 } as const;
const UV_SIGNAL = 16;
/** Of a tree that is read while it may change. */
const MOST = 500;

function waitsForUsr1(pid: number, treeAt: number): boolean | undefined {
  const memory = TargetMemory.open(pid, 'r');
  try {
    const left = [memory.u64(treeAt)];
    for (let seen = 0; left.length > 0; seen++) {
      const at = left.pop();
      if (at === 0 || at === undefined) continue;
      const signal = memory.read(at, SIGNAL.size);
      if (seen === MOST || signal.readUInt32LE(SIGNAL.type) !== UV_SIGNAL) return undefined;
      if (signal.readInt32LE(SIGNAL.signum) === SIGUSR1) return true;
      left.push(pointer(signal, SIGNAL.left), pointer(signal, SIGNAL.right));
    }
    return false;
  } finally {
    memory.close();
  }
}

const pointer = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

/** Of one file the symbol's place never changes; 16 MB are looked through once. */
const known = new Map<string, { readonly address: number; readonly image: ElfPlace } | undefined>();
const MOST_FILES = 50;

interface ElfPlace {
  /** Where the file's first mapping would begin without the loader's bias; undefined where it has none. */
  bias(firstMapping: number): number;
  readonly fixed: boolean;
}

async function treeAddress(pid: number): Promise<number | undefined> {
  const path = `/proc/${pid}/exe`;
  const { dev, ino, mtimeMs, size } = await stat(path);
  const key = `${dev} ${ino} ${mtimeMs} ${size}`;
  if (!known.has(key)) {
    if (known.size === MOST_FILES) known.clear();
    known.set(key, findTree(path));
  }
  const found = known.get(key);
  if (!found) return undefined;
  if (found.image.fixed) return found.address;
  return found.address + found.image.bias(await firstMapping(pid, ino));
}

async function firstMapping(pid: number, inode: number): Promise<number> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const line = maps.split('\n').find((one) => one.split(/\s+/)[4] === String(inode));
  return Number.parseInt(line ?? '', 16);
}

function findTree(path: string): { readonly address: number; readonly image: ElfPlace } | undefined {
  const image = ElfImage.open(path);
  try {
    const address = image.local('uv__signal_tree');
    return address === undefined ? undefined : { address, image };
  } finally {
    image.close();
  }
}
