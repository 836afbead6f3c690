import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { columnU8, columnU32 } from '../../../shared/base/column-memory.js';
import type { EdgeMemory } from '../../../shared/import/heapsnapshot/edge-columns.js';
import { type Layout, layoutOf } from '../../../shared/import/heapsnapshot/layout.js';
import { type StringMemory, stringMemory } from '../../../shared/import/heapsnapshot/string-scanner.js';

/** How two threads read one file: what the helper takes, and the memory that both see. */
export interface ScanPlan {
  readonly path: string;
  readonly size: number;
  readonly layout: Layout & { readonly nodeCount: number; readonly edgeCount: number };
  /** Where the text of the last edge begins. */
  readonly lastEdge: number;
  /** Where the text inside `strings` begins. */
  readonly strings: number;
  readonly edgeMemory: EdgeMemory;
  readonly stringMemory: StringMemory;
  /** For each block of the file who reads it: 0 nobody yet. */
  readonly claims: Int32Array;
  /** See Shared. */
  readonly state: Int32Array;
  /** The lowest offset that the helper read edges from; the offset after its strings. */
  readonly places: Float64Array;
}

/** Slots of `state`. */
export const Shared = {
  /** 0 free, then who reads them, then DONE. */
  strings: 0,
  stringRows: 1,
  /** DONE when the helper takes no more edges. */
  edges: 2,
  edgeRows: 3,
  edgeLastName: 4,
  /** Not 0: the helper failed, read it all by one thread. */
  failed: 5,
  length: 6,
} as const;

export const FORWARDS = 1;
export const HELPER = 2;
export const DONE = 3;
/** What the two threads share out. */
export const BLOCK = 1 << 20;

/** Smaller files are read by one thread in the time that two need to agree. */
const WORTH = 100e6;
const HEAD = 64 << 10;
/** How far before the end the strings are looked for. */
const TAIL = 256 << 20;

/** A plan for files as V8 writes them and large enough; undefined for all others, which one thread reads. */
export function scanPlan(path: string, worth = WORTH): ScanPlan | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size < worth) return undefined;
    return planOf(file, path, stat.size);
  } catch {
    // Whatever it is, the one thread says it better.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function planOf(file: number, path: string, size: number): ScanPlan | undefined {
  const head = Buffer.alloc(Math.min(HEAD, size));
  readSync(file, head, 0, head.length, 0);
  const end = head.indexOf('\n"nodes":[');
  const text = head.toString('latin1', 0, Math.max(0, end)).trimEnd();
  if (!text.startsWith('{"snapshot":') || !text.endsWith(',')) return undefined;
  const layout = layoutOf(JSON.parse(text.slice('{"snapshot":'.length, -1)));
  const { nodeCount, edgeCount } = layout;
  const { fields, type, name, target } = layout.edge;
  if (nodeCount === undefined || edgeCount === undefined || edgeCount < 2 || edgeCount * 6 > size)
    return undefined;
  if (fields !== 3 || type !== 0 || name !== 1 || target !== 2) return undefined;
  const strings = lastPlace(file, '\n"strings":[', size);
  const edgesEnd = strings && lastPlace(file, '],\n"trace_function_infos":[', strings);
  if (!strings || !edgesEnd) return undefined;
  const lastEdge = lastRow(file, edgesEnd - '],\n"trace_function_infos":['.length);
  if (lastEdge === undefined) return undefined;
  return {
    path,
    size,
    layout: { ...layout, nodeCount, edgeCount },
    lastEdge,
    strings,
    edgeMemory: {
      edgeType: columnU8(edgeCount),
      edgeName: columnU32(edgeCount),
      edgeTarget: columnU32(edgeCount),
    },
    stringMemory: stringMemory(size - strings),
    claims: new Int32Array(new SharedArrayBuffer(Math.ceil(size / BLOCK) * 4)),
    state: new Int32Array(new SharedArrayBuffer(Shared.length * 4)),
    places: new Float64Array(new SharedArrayBuffer(16)),
  };
}

/** The offset after the last `text` before `before`. */
function lastPlace(file: number, text: string, before: number): number | undefined {
  const block = Buffer.alloc(4 << 20);
  for (let end = before; end > Math.max(0, before - TAIL); end -= block.length - text.length) {
    const from = Math.max(0, end - block.length);
    const read = readSync(file, block, 0, end - from, from);
    const at = block.subarray(0, read).lastIndexOf(text);
    if (at >= 0) return from + at + text.length;
    if (from === 0) break;
  }
  return undefined;
}

/** Where the last row of three numbers before `end` begins. */
function lastRow(file: number, end: number): number | undefined {
  const block = Buffer.alloc(128);
  const from = Math.max(0, end - block.length);
  const read = readSync(file, block, 0, end - from, from);
  let at = read;
  for (let field = 0; field < 3; field++) at = at <= 0 ? -1 : block.lastIndexOf(44, at - 1);
  return at < 0 ? undefined : from + at + 1;
}
