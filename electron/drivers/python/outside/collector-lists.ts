import { readDebugOffsets } from '../entry/debug-offsets.js';
import { PENDING_LAYOUTS } from '../entry/pending-layout.js';
import { type Mapping, mappingAt } from '../entry/process-maps.js';
import type { PythonBuild } from '../entry/python-build.js';
import type { TargetMemory } from '../entry/target-memory.js';

/** `struct gc_generation`: a head of two pointers, a threshold and a count of 4 bytes each. Three stand in a row. */
const GENERATION = 24;
const THRESHOLD = 16;
/** Behind the three, with the address of the first in between, or without. */
const FROZEN = [3 * GENERATION + 8, 3 * GENERATION];
const HIGHEST_THRESHOLD = 2 ** 31;
/** The state of an interpreter (before 3.9: of the runtime) is smaller. */
const STATE = 1 << 18;
const PIECE = 4096;
/** The youngest list changes all the time: what does not fit at one look may at another. */
const LOOKS = 50;

/**
 * The heads of the collector's lists, then that of what was frozen. They are told by themselves: of three lists in a row the first object
 * names the head as its previous. Undefined where there are none, as without a GIL.
 */
export function findCollectorLists(
  memory: TargetMemory,
  build: PythonBuild,
  maps: readonly Mapping[],
): readonly number[] | undefined {
  const begin = build.minor === 8 ? build.runtime : interpreterOf(memory, build);
  if (begin === undefined) return undefined;
  const isData = (address: number): boolean =>
    address % 8 === 0 && mappingAt(maps, address, 16)?.writable === true;
  for (let at = begin; at < begin + STATE && isData(at); at += PIECE) {
    const piece = memory.read(at, Math.min(PIECE + 3 * GENERATION, mappedFrom(maps, at)));
    for (let offset = 0; offset < PIECE && offset + 3 * GENERATION <= piece.length; offset += 8) {
      const rows = [0, 1, 2].map((number) => offset + number * GENERATION);
      if (!rows.every((row) => looksLikeHead(piece, row))) continue;
      const heads = rows.map((row) => at + row);
      if (!heads.every((head) => isRing(memory, head, isData))) continue;
      const frozen = FROZEN.map((behind) => at + offset + behind).find((head) =>
        isRing(memory, head, isData),
      );
      return frozen === undefined ? heads : [...heads, frozen];
    }
  }
  return undefined;
}

const mappedFrom = (maps: readonly Mapping[], at: number): number => (mappingAt(maps, at)?.end ?? at) - at;

function interpreterOf(memory: TargetMemory, build: PythonBuild): number | undefined {
  const layout = PENDING_LAYOUTS.get(build.minor);
  const address = layout
    ? memory.u64(build.runtime + layout.runtime.mainInterpreter)
    : memory.u64(build.runtime + readDebugOffsets(memory, build.runtime).firstInterpreter);
  return address > 0 ? address : undefined;
}

/** Without a look elsewhere. */
function looksLikeHead(piece: Buffer, at: number): boolean {
  const isAddress = (from: number): boolean => {
    const high = piece.readUInt32LE(from + 4);
    return high < 1 << 15 && (high > 0 || piece.readUInt32LE(from) > PIECE);
  };
  return isAddress(at) && isAddress(at + 8) && piece.readUInt32LE(at + THRESHOLD) < HIGHEST_THRESHOLD;
}

/** The last object of the youngest list is another one each microsecond; the first names the head. */
function isRing(memory: TargetMemory, head: number, isData: (address: number) => boolean): boolean {
  for (let look = 0; look < LOOKS; look++) {
    const next = pointer(memory.u64(head));
    if (!isData(next) || !isData(pointer(memory.u64(head + 8)))) return false;
    if (pointer(memory.u64(next + 8)) === head) return true;
  }
  return false;
}

/** The lowest bits are flags. */
const pointer = (word: number): number => word - (word % 8);
