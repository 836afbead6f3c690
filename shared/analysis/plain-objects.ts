import { columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import type { PlainObjects } from '../model/object-shape.js';
import { poll } from './poll.js';
import { rowOfText } from './row-of-text.js';
import { StepTable } from './step-table.js';

/** DevTools' limit to the length of a shape's name. */
const NAME_LENGTH = 120;
/** Distinct beginnings of objects that are told apart. */
const MOST_STATES = 2 ** 22;

/** Sorts plain objects into a tree by what they begin with. */
export function plainObjects(graph: HeapGraph, watch: Watch = UNWATCHED): PlainObjects {
  const { nodeCount, nodeType, name, firstEdge, edgeType, edgeName, strings } = graph;
  const plain = rowOfText(strings, 'Object');
  const proto = rowOfText(strings, '__proto__');
  let total = 0;
  if (plain >= 0)
    for (let node = 0; node < nodeCount; node++) {
      poll(watch, node, nodeCount, 'classes');
      if (name[node] === plain && nodeType[node] === NodeType.object) total++;
    }
  const nodes = columnU32(total);
  const ends = columnU32(total);
  const steps = new StepTable();
  const lengths: number[] = [1];
  // Of names; 0 for one that was not looked at yet, and what is longer than a byte is too long anyway.
  const lengthOf = new Uint8Array(strings.length);
  let at = 0;
  for (let node = 0; at < total; node++) {
    poll(watch, node, nodeCount, 'classes');
    if (name[node] !== plain || nodeType[node] !== NodeType.object) continue;
    let state = 0;
    let more = 0;
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      poll(watch, edge, 0, 'classes');
      const row = edgeName[edge];
      if (edgeType[edge] !== EdgeType.property || row === proto) continue;
      let to = steps.find(state, row);
      if (to < 0) {
        if (lengthOf[row] === 0) lengthOf[row] = 1 + Math.min(254, formatted(strings.at(row) ?? '').length);
        const begun = lengths[state] > 1;
        const length = lengths[state] + lengthOf[row] - 1;
        if ((begun && length > NAME_LENGTH) || steps.count >= MOST_STATES) {
          more = 1;
          if (steps.count >= MOST_STATES) state = 0;
          break;
        }
        to = steps.add(state, row);
        lengths.push(length + (begun ? 2 : 0));
      }
      state = to;
    }
    nodes[at] = node;
    ends[at++] = state * 2 + more;
  }
  return { nodes, ends, above: columnOf(steps.above()), property: columnOf(steps.with()) };
}

/** A property's name as it stands in the name of a shape: escaped where a comma, quote or brace would confuse. */
export function formatted(name: string): string {
  return /[,'"{}]/.test(name) ? JSON.stringify({ [name]: 0 }).slice(1, -3) : name;
}

function columnOf(values: Uint32Array): Uint32Array {
  const column = columnU32(values.length);
  column.set(values);
  return column;
}
