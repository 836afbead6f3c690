import type { Region } from '../../../shared/model/region.js';
import { isPlain } from './malloc-marks.js';
import { PAGE_SIZE } from './proc-stat.js';
import { splitRegion } from './split-region.js';
import type { TargetMemory } from './target-memory.js';

/** CPython's own allocator for objects up to 512 bytes. */
export const PYMALLOC = '[pymalloc arenas]';
/** From 3.11 on the frames of Python functions lie in pieces of their own, not on the thread's stack. */
export const FRAMES = '[Python frames of threads]';

/** What the heads of its pools say. Bytes; estimates where not every pool was looked at. */
export interface PymallocUse {
  readonly live: number;
  /** Resident, live and free. */
  readonly resident: number;
}

/** Pools looked at for one map, 3 µs each; from more than that every so-many-th is taken. */
const MOST_POOLS = 1500;
/** The larger of the two sizes that pools have had: 16 kB from 3.10 on, 4 kB before and in small builds. */
const STEP = 16 * 1024;
/** The smallest thing looked for: a piece of a thread's frames. */
const SMALLEST = 16 * 1024;

/**
 * Finds pymalloc's arenas in the memory of a CPython process and how much of them is in use, without a
 * stop of the target. A pool's head is known by a relation between two of its fields that only it has.
 */
export function markPymalloc(
  regions: readonly Region[],
  memory: TargetMemory | undefined,
): { readonly regions: readonly Region[]; readonly use?: PymallocUse } {
  const candidates = regions.filter((region) => isPlain(region) && region.end - region.start >= SMALLEST);
  const total = candidates.reduce((sum, { rss }) => sum + rss, 0);
  if (!memory || total === 0 || !regions.some(({ name }) => PYTHON.test(name))) return { regions };
  const chosen = new Set(candidates);
  let live = 0;
  let resident = 0;
  const out = regions.flatMap((region) => {
    if (!chosen.has(region)) return region;
    const found = census(memory, region, Math.ceil((MOST_POOLS * region.rss) / total));
    if (found.pools + found.frames === 0) return region;
    live += found.live;
    const [arenas, frames, rest] = portions(region, found);
    resident += arenas.rss;
    return [
      { ...arenas, kind: 'heap' as const, name: PYMALLOC },
      { ...frames, kind: 'stack' as const, name: FRAMES },
      rest,
    ].filter(({ start, end }) => end > start);
  });
  return { regions: out, ...(resident > 0 && { use: { live, resident } }) };
}

/** The mapping in three, by the shares found: where in it they lie does not matter to anybody. */
function portions(region: Region, { present, pools, frames }: Census): readonly [Region, Region, Region] {
  // Nearly all is all: what is left over is the places between two that were looked at.
  const whole = pools + frames > 0.9 * present ? pools + frames : present;
  const [first, others] = splitRegion(region, pools / whole);
  const [second, third] = splitRegion(others, whole > pools ? frames / (whole - pools) : 0);
  return [first, second, third];
}

const PYTHON = /\/(libpython\d[^/]*|python[\d.]*[a-z]*)$/;

interface Census {
  /** Places looked at that are in memory. */
  readonly present: number;
  /** Those of them that are pools. */
  readonly pools: number;
  /** Those that hold a piece of a thread's frames. */
  readonly frames: number;
  /** Bytes of live blocks, of all pools of the mapping. */
  readonly live: number;
}

function census(memory: TargetMemory, region: Region, most: number): Census {
  const first = Math.ceil(region.start / STEP) * STEP;
  const places = Math.floor((region.end - first) / STEP);
  const looked = Math.min(places, Math.max(8, most));
  let present = 0;
  let pools = 0;
  let fresh = 0;
  let live = 0;
  let frames = memory.read(region.start, head) && isFrames() ? 1 : 0;
  present += frames;
  for (let n = 0; n < looked; n++) {
    const address = first + Math.floor(((n + 0.5) * places) / looked) * STEP;
    if (!memory.read(address, head)) continue;
    present++;
    const pool = poolAt(address);
    if (pool === 'fresh') fresh++;
    else if (pool !== undefined) {
      pools++;
      live += pool;
    } else if (holdsFrames(memory, address)) frames++;
  }
  // A pool that was never used is all zeros, as is much else: it counts beside real ones only.
  return {
    present,
    frames,
    pools: pools > 0 ? pools + fresh : 0,
    live: looked > 0 ? Math.round((live * places) / looked) : 0,
  };
}

/** `struct pool_header`: count, freeblock, nextpool, prevpool, arenaindex, szidx, nextoffset, maxnextoffset. */
const head = Buffer.allocUnsafe(48);
const ALIGNMENT = 16;

/** Live bytes in 16 kB of pools that begin at `address`, whose head is read; undefined for what is no pool. */
function poolAt(address: number): number | 'fresh' | undefined {
  const count = head.readUInt32LE(0);
  const sizeIndex = head.readUInt32LE(36);
  const maxNextOffset = head.readUInt32LE(44);
  if (maxNextOffset === 0 && head.every((byte) => byte === 0)) return 'fresh';
  const size = (sizeIndex + 1) * ALIGNMENT;
  const pool = maxNextOffset + size;
  if (size > 512 || (pool !== STEP && pool !== STEP / 4)) return undefined;
  const free = Number(head.readBigUInt64LE(8));
  if (count * size > pool || (free !== 0 && (free < address || free >= address + pool))) return undefined;
  return count * size * (STEP / pool);
}

/** Pieces begin at any page. */
function holdsFrames(memory: TargetMemory, address: number): boolean {
  for (let at = address; at < address + STEP; at += PAGE_SIZE)
    if (memory.read(at, head) && isFrames()) return true;
  return false;
}

/** `struct _stack_chunk`: previous, size, top, data. */
function isFrames(): boolean {
  const previous = head.readBigUInt64LE(0);
  const size = head.readBigUInt64LE(8);
  const top = head.readBigUInt64LE(16);
  return PIECES.includes(size) && previous % BigInt(PAGE_SIZE) === 0n && top * 8n < size;
}

/** 16 kB, and the powers of two that a deep recursion takes. */
const PIECES = [1n, 2n, 4n, 8n, 16n, 32n, 64n].map((n) => n * 16_384n);
