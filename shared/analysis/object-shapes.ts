import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph } from '../model/heap-graph.js';
import type { ObjectShape, PlainObjects } from '../model/object-shape.js';
import { formatted } from './plain-objects.js';
import { poll } from './poll.js';
import { StepTable } from './step-table.js';

/** DevTools' limits: how many objects, at least and of all, make a shape. */
const LEAST_OBJECTS = 2;
const LEAST_SHARE = 1000;

/** The most frequent first properties of plain objects, most frequent first: DevTools' interface definitions. */
export function objectShapes(
  { strings }: HeapGraph,
  plain: PlainObjects,
  watch: Watch = UNWATCHED,
): readonly ObjectShape[] {
  const { nodes, ends, above, property } = plain;
  const count = new Uint32Array(above.length);
  const met: number[] = [];
  for (let at = 0; at < ends.length; at++) {
    poll(watch, at, ends.length, 'classes');
    const state = ends[at] >>> 1;
    if (state !== 0 && count[state]++ === 0) met.push(state);
  }
  const least = Math.max(LEAST_OBJECTS, nodes.length / LEAST_SHARE);
  return met
    .filter((state) => count[state] >= least)
    .sort((a, b) => count[b] - count[a])
    .map((state) => {
      const properties: string[] = [];
      for (let at = state; at !== 0; at = above[at]) properties.push(strings.at(property[at]) ?? '');
      properties.reverse();
      return { name: `{${properties.map(formatted).join(', ')}}`, properties };
    });
}

/** No shape is like it. */
export const NO_SHAPE = -1;

/**
 * For each plain object the row of the shape that it belongs to: it has all of its properties; of several the one with
 * most, then the first. Objects are told apart only by the properties that some shape has.
 */
export function matchedShapes(
  graph: HeapGraph,
  plain: PlainObjects,
  shapes: readonly ObjectShape[],
  watch: Watch = UNWATCHED,
): Int32Array {
  const { nodes, ends, above, property } = plain;
  const matched = new Int32Array(nodes.length).fill(NO_SHAPE);
  if (shapes.length === 0) return matched;
  const match = new ShapeMatch(graph, shapes);
  const met = new Int32Array(above.length);
  for (let state = 1; state < above.length; state++) {
    poll(watch, state, above.length, 'classes');
    met[state] = match.with(met[above[state]], property[state]);
  }
  for (let at = 0; at < nodes.length; at++) {
    poll(watch, at, nodes.length, 'classes');
    const end = ends[at];
    matched[at] = match.best((end & 1) === 0 ? met[end >>> 1] : match.all(nodes[at], watch));
  }
  return matched;
}

/** Sets of properties that shapes have, in the order in which objects have them. */
class ShapeMatch {
  readonly #ids = new Map<string, number>();
  /** 0 for properties that no shape has; -1 for those not looked at yet. */
  readonly #idOfRow: Int32Array;
  readonly #steps = new StepTable();
  /** The shape of each set; undefined before it was asked for. */
  readonly #known: (number | undefined)[] = [];
  readonly #ordered: readonly { readonly row: number; readonly wants: readonly number[] }[];
  readonly #stamp: Uint32Array;
  #turn = 0;

  constructor(
    readonly graph: HeapGraph,
    shapes: readonly ObjectShape[],
  ) {
    for (const { properties } of shapes)
      for (const name of properties) if (!this.#ids.has(name)) this.#ids.set(name, this.#ids.size + 1);
    this.#ordered = shapes
      .map(({ properties }, row) => ({ row, wants: properties.map((name) => this.#ids.get(name) ?? 0) }))
      .sort((a, b) => b.wants.length - a.wants.length);
    this.#idOfRow = new Int32Array(graph.strings.length).fill(-1);
    this.#stamp = new Uint32Array(this.#ids.size + 1);
  }

  /** The set `set` and one property more. */
  with(set: number, row: number): number {
    let id = this.#idOfRow[row];
    if (id === -1) {
      id = this.#ids.get(this.graph.strings.at(row) ?? '') ?? 0;
      this.#idOfRow[row] = id;
    }
    if (id === 0) return set;
    const known = this.#steps.find(set, id);
    return known < 0 ? this.#steps.add(set, id) : known;
  }

  all(node: number, watch: Watch): number {
    const { firstEdge, edgeType, edgeName } = this.graph;
    let set = 0;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      poll(watch, edge, 0, 'classes');
      if (edgeType[edge] === EdgeType.property) set = this.with(set, edgeName[edge]);
    }
    return set;
  }

  best(set: number): number {
    const known = this.#known[set];
    if (known !== undefined) return known;
    const turn = ++this.#turn;
    const [above, by] = [this.#steps.above(), this.#steps.with()];
    for (let at = set; at !== 0; at = above[at]) this.#stamp[by[at]] = turn;
    const found = this.#ordered.find(({ wants }) => wants.every((id) => this.#stamp[id] === turn))?.row;
    this.#known[set] = found ?? NO_SHAPE;
    return found ?? NO_SHAPE;
  }
}
