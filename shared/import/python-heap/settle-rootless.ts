import { columnU8, columnU32 } from '../../base/column-memory.js';
import { EdgeType, NodeType } from '../../model/heap-graph.js';
import { NodeFlag } from '../../model/python-heap-stream.js';

export interface Settled {
  /** 0 for a row that no root reaches and that only the agent holds: it is left out. */
  readonly kept: Uint8Array;
  /** Rows that something in C holds. */
  readonly held: Uint32Array;
  /** Rows from which all the other unreachable ones are reached. */
  readonly entries: Uint32Array;
}

/** The columns that are looked at, with edges as rows; `flags` is written. */
export interface RootlessColumns {
  readonly nodes: number;
  readonly nodeType: Uint8Array;
  readonly flags: Uint8Array;
  readonly refCount: Uint32Array;
  readonly firstEdge: Uint32Array;
  readonly edgeType: Uint8Array;
  readonly edgeTarget: Uint32Array;
}

const REACHED = 1;
const OWN = 2;

/**
 * What of the objects that no root reaches is the target's, and why it is there. As CPython's collector reckons: who has
 * more references than those who are no better off explain, is held from outside; the rest are cycles that nobody
 * holds. What only `own` rows lead to is the agent's. A weak reference leads nowhere.
 */
export function settleRootless(columns: RootlessColumns, own: readonly number[]): Settled {
  const { nodes, nodeType, flags, refCount, firstEdge, edgeType, edgeTarget } = columns;
  const state = columnU8(nodes);
  const stack = new Uint32Array(nodes);
  const spread = (from: number, mark: number, flag: number): void => {
    if (state[from] !== 0) return;
    let depth = 0;
    stack[depth++] = from;
    state[from] = mark;
    while (depth > 0) {
      const node = stack[--depth];
      flags[node] |= flag;
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        const target = edgeTarget[edge];
        if (state[target] !== 0 || edgeType[edge] === EdgeType.weak) continue;
        state[target] = mark;
        stack[depth++] = target;
      }
    }
  };
  const isTracked = (row: number): boolean => (flags[row] & NodeFlag.tracked) !== 0;
  spread(0, REACHED, 0);
  for (const row of own) spread(row, OWN, 0);
  // A class that is not tracked is one of C's, and lives for ever.
  for (let row = 0; row < nodes; row++)
    if (nodeType[row] === NodeType.objectShape && !isTracked(row)) spread(row, REACHED, 0);
  const left = rowsWhere(nodes, (row) => state[row] === 0 && isTracked(row));
  const inside = new Uint32Array(nodes);
  for (const row of left)
    for (let edge = firstEdge[row]; edge < firstEdge[row + 1]; edge++)
      if (edgeType[edge] !== EdgeType.weak) inside[edgeTarget[edge]]++;
  // A count of 0 is not known, as that of an object which never dies.
  const held = left.filter((row) => refCount[row] === 0 || refCount[row] > inside[row]);
  for (const row of held) flags[row] |= NodeFlag.heldByC;
  for (const row of held) spread(row, REACHED, 0);
  const entries = left.filter((row) => {
    if (state[row] !== 0) return false;
    spread(row, REACHED, NodeFlag.unreachable);
    return true;
  });
  for (let row = 0; row < nodes; row++) if (state[row] === OWN) state[row] = 0;
  return { kept: state, held, entries };
}

function rowsWhere(nodes: number, wanted: (row: number) => boolean): Uint32Array {
  let count = 0;
  for (let row = 0; row < nodes; row++) if (wanted(row)) count++;
  const rows = columnU32(count);
  for (let row = nodes - 1; row >= 0; row--) if (wanted(row)) rows[--count] = row;
  return rows;
}
