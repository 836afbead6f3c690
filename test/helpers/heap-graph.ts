import { type NodeOrdinal, ordinal } from '../../shared/base/brand.js';
import { byteStrings } from '../../shared/model/byte-strings.js';
import { EDGE_TYPES, EdgeType, type HeapGraph, NODE_TYPES } from '../../shared/model/heap-graph.js';

export interface Drawing {
  readonly graph: HeapGraph;
  at(name: string): NodeOrdinal;
}

/**
 * A heap from a drawing: one line per node, `name size -> child child`. The first line is the root; `at('cache')` is
 * then the row to assert on.
 *
 * - A node is an object of the class it is called by, up to a `#`: `Order#1` and `Order#2` are two of one; `_` stands for
 *   a space. `list:array`, `(Roots):synthetic` have another type; `list@7` has id 7, others twice their row and one,
 *   as V8 counts.
 * - An edge is a property called as its target. `list:weak`, or short `~list`, and `list:element`, … have another type,
 *   `list=items` another name, and of an element its index: `list:element=3`.
 * - `value:pair=key,map` is an internal edge with V8's name for an entry of a WeakMap.
 */
export function heapGraph(drawing: string, extra: Partial<HeapGraph> = {}): Drawing {
  const lines = drawing
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, row) => drawnNode(line, row));
  const rows = new Map(lines.map(({ key }, row) => [key, row]));
  const at = (name: string): NodeOrdinal => {
    const found = rows.get(name);
    if (found === undefined) throw new Error(`the drawing has no line for '${name}'`);
    return ordinal(found);
  };
  const texts = [''];
  const textRow = (text: string): number => {
    const known = texts.indexOf(text);
    return known >= 0 ? known : texts.push(text) - 1;
  };
  const idOf = (name: string): number => lines[at(name)].id;
  const edges = lines.flatMap(({ edges }) => edges.map((text) => drawnEdge(text, idOf)));
  const firstEdge = new Uint32Array(lines.length + 1);
  lines.forEach((line, row) => {
    firstEdge[row + 1] = firstEdge[row] + line.edges.length;
  });
  const name = Uint32Array.from(lines, (line) => textRow(line.name));
  const edgeName = Uint32Array.from(edges, ({ name }) => (typeof name === 'number' ? name : textRow(name)));
  return {
    at,
    graph: {
      producer: 'v8',
      nodeCount: lines.length,
      edgeCount: edges.length,
      nodeType: Uint8Array.from(lines, (line) => line.type),
      name,
      id: Float64Array.from(lines, (line) => line.id),
      selfSize: Uint32Array.from(lines, (line) => line.size),
      firstEdge,
      edgeType: Uint8Array.from(edges, ({ type }) => type),
      edgeName,
      edgeTarget: Uint32Array.from(edges, ({ target }) => at(target)),
      strings: byteStrings({ length: texts.length, at: (row) => texts[row] }),
      ...extra,
    },
  };
}

function drawnNode(line: string, row: number) {
  const [left, right = ''] = line.split('->');
  const [head, size = '0'] = left.trim().split(/\s+/);
  const [, key, type = 'object', id] = /^([^:@]+)(?::([^@]+))?(?:@(\d+))?$/.exec(head) ?? [];
  if (key === undefined) throw new Error(`not a node: '${line}'`);
  return {
    key,
    name: key.split('#')[0].replaceAll('_', ' '),
    type: among(NODE_TYPES, type),
    id: id === undefined ? row * 2 + 1 : Number(id),
    size: Number(size),
    edges: right.trim().split(/\s+/).filter(Boolean),
  };
}

function drawnEdge(text: string, idOf: (name: string) => number) {
  const [, weak, target, type = weak ? 'weak' : 'property', label] =
    /^(~?)([^:=]+)(?::([^=]+))?(?:=(.*))?$/.exec(text) ?? [];
  if (target === undefined) throw new Error(`not an edge: '${text}'`);
  if (type === 'pair') {
    const [key, table] = label.split(',');
    const name = `1 / part of key (${key} @${idOf(key)}) -> value (${target} @${idOf(target)}) pair in WeakMap (table @${idOf(table)})`;
    return { target, type: EdgeType.internal, name };
  }
  const row = among(EDGE_TYPES, type);
  const indexed = row === EdgeType.element || row === EdgeType.hidden;
  return { target, type: row, name: indexed ? Number(label ?? 0) : (label ?? target) };
}

function among(names: readonly string[], name: string): number {
  const row = names.indexOf(name.replaceAll('-', ' '));
  if (row < 0) throw new Error(`no such type: '${name}'`);
  return row;
}
