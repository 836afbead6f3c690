import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import { rowOfText } from './row-of-text.js';

/** A group of plain objects, `{name, size}`: those that have every one of its properties. */
export interface ObjectShape {
  readonly name: string;
  readonly properties: readonly string[];
}

/** DevTools' limits: the length of a name, and how many objects, at least and of all, make a shape. */
const NAME_LENGTH = 120;
const LEAST_OBJECTS = 2;
const LEAST_SHARE = 1000;
/** Distinct beginnings of objects that are told apart; Maps end at 2^24 entries. */
const MOST_STATES = 2 ** 22;

/** The most frequent first properties of plain objects, most frequent first: DevTools' interface definitions. */
export function objectShapes(graph: HeapGraph): readonly ObjectShape[] {
  const { firstEdge, edgeType, edgeName, strings } = graph;
  const lengths = new Int32Array(strings.length).fill(-1);
  const formattedLength = (row: number): number => {
    if (lengths[row] === -1) lengths[row] = formatted(strings.at(row) ?? '').length;
    return lengths[row];
  };
  const proto = rowOfText(strings, '__proto__');
  // A tree of the properties in their order; each state knows its last property, where it came from, its objects.
  const next = new Map<number, number>();
  const from: number[] = [-1];
  const row: number[] = [0];
  const count: number[] = [0];
  const met: number[] = [];
  let total = 0;
  forPlainObjects(graph, (node) => {
    total++;
    let state = 0;
    let length = 1;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType[edge] !== EdgeType.property || edgeName[edge] === proto) continue;
      const more = formattedLength(edgeName[edge]);
      if (length > 1 && length + more > NAME_LENGTH) break;
      length += more + (length > 1 ? 2 : 0);
      const key = state * 2 ** 31 + edgeName[edge];
      let to = next.get(key);
      if (to === undefined) {
        if (from.length >= MOST_STATES) return;
        to = from.push(state) - 1;
        row.push(edgeName[edge]);
        count.push(0);
        next.set(key, to);
      }
      state = to;
    }
    if (state !== 0 && count[state]++ === 0) met.push(state);
  });
  const least = Math.max(LEAST_OBJECTS, total / LEAST_SHARE);
  return met
    .filter((state) => count[state] >= least)
    .sort((a, b) => count[b] - count[a])
    .map((state) => {
      const properties: string[] = [];
      for (let at = state; at !== 0; at = from[at]) properties.push(strings.at(row[at]) ?? '');
      properties.reverse();
      return { name: `{${properties.map(formatted).join(', ')}}`, properties };
    });
}

/** Calls `found` for each plain object that has all properties of a shape: of several, the one with most, then the first. */
export function matchShapes(
  graph: HeapGraph,
  shapes: readonly ObjectShape[],
  found: (node: number, shape: ObjectShape) => void,
): void {
  if (shapes.length === 0) return;
  const { firstEdge, edgeType, edgeName, strings } = graph;
  const ids = new Map<string, number>();
  for (const { properties } of shapes)
    for (const property of properties) if (!ids.has(property)) ids.set(property, ids.size + 1);
  const ordered = shapes
    .map((shape) => ({ shape, wants: shape.properties.map((property) => ids.get(property) ?? 0) }))
    .sort((a, b) => b.wants.length - a.wants.length);
  // Properties that no shape has are 0; not looked at yet, -1.
  const idOfRow = new Int32Array(strings.length).fill(-1);
  const stamp = new Uint32Array(ids.size + 1);
  let turn = 0;
  const next = new Map<number, number>();
  const known: (ObjectShape | undefined | null)[] = [null];
  const present: number[] = [];
  const best = (): ObjectShape | undefined => {
    turn++;
    for (const id of present) stamp[id] = turn;
    return ordered.find(({ wants }) => wants.every((id) => stamp[id] === turn))?.shape;
  };
  forPlainObjects(graph, (node) => {
    present.length = 0;
    let state = 0;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType[edge] !== EdgeType.property) continue;
      const row = edgeName[edge];
      if (idOfRow[row] === -1) idOfRow[row] = ids.get(strings.at(row) ?? '') ?? 0;
      const id = idOfRow[row];
      if (id === 0) continue;
      present.push(id);
      if (state < 0) continue;
      const key = state * 2 ** 31 + id;
      let to = next.get(key);
      if (to === undefined && known.length < MOST_STATES) {
        to = known.push(null) - 1;
        next.set(key, to);
      }
      state = to ?? -1;
    }
    if (state < 0 || known[state] === null) {
      const shape = best();
      if (state >= 0) known[state] = shape;
      if (shape) found(node, shape);
      return;
    }
    const shape = known[state];
    if (shape) found(node, shape);
  });
}

/** A property's name as it stands in the name of a shape: escaped where a comma, quote or brace would confuse. */
function formatted(name: string): string {
  return /[,'"{}]/.test(name) ? JSON.stringify({ [name]: 0 }).slice(1, -3) : name;
}

function forPlainObjects(graph: HeapGraph, visit: (node: number) => void): void {
  const { nodeCount, nodeType, name, strings } = graph;
  const plain = rowOfText(strings, 'Object');
  for (let node = 0; node < nodeCount; node++)
    if (nodeType[node] === NodeType.object && name[node] === plain) visit(node);
}
