import type { Watch } from '../base/watch.js';
import { type ByteStrings, byteStrings } from '../model/byte-strings.js';
import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import { NOBODY } from './id-lookup.js';
import { poll } from './poll.js';
import { sameText } from './same-python-objects.js';
import { WideMap } from './wide-map.js';

/** Whether ids of one snapshot say nothing in the next: JavaScriptCore, as in Bun, numbers its objects anew in each. */
export function numbersAnew({ nodeType, name, strings, producer }: HeapGraph): boolean {
  if (producer !== 'v8') return false;
  // V8's hidden classes have other names.
  const shape = nodeType.indexOf(NodeType.objectShape);
  return shape >= 0 && strings.at(name[shape]) === 'Structure';
}

/**
 * For each node of `base` the node of `compared` that stands where it stood: both heaps are walked along at once from the
 * root, by names, indices and variables, and a text with the same words. Of what is found in no such way, as many of a class as
 * both heaps have are taken for the same, so that net changes by class are exact. `classIn` has for each class of `base` that
 * of `compared`. Our own rule.
 */
export function samePlaces(
  base: HeapIndex,
  compared: HeapIndex,
  classIn: Int32Array,
  classOf: HeapIndex['classOf'],
  watch: Watch,
): Int32Array {
  const pairing = new Pairing(base, compared, classIn, classOf);
  pairing.walk(watch);
  pairing.restByClass(watch);
  return pairing.same;
}

/** Of several edges with one key from one node none says which is which. */
const SEVERAL = -2;
/** Beside the edge types: what has no name goes by its class. */
const CLASS = 16;

class Pairing {
  readonly same: Int32Array;
  readonly #taken: Uint8Array;
  readonly #texts: readonly [ByteStrings, ByteStrings];
  /** Of each row of the base's strings that of the other heap's edge names with the same text. */
  readonly #names: EdgeNames;

  constructor(
    readonly base: HeapIndex,
    readonly compared: HeapIndex,
    readonly classIn: Int32Array,
    readonly classOf: HeapIndex['classOf'],
  ) {
    this.same = new Int32Array(base.graph.nodeCount).fill(NOBODY);
    this.#taken = new Uint8Array(compared.graph.nodeCount);
    this.#texts = [byteStrings(base.graph.strings), byteStrings(compared.graph.strings)];
    this.#names = new EdgeNames(base.graph, compared.graph);
  }

  walk(watch: Watch): void {
    if (this.same.length === 0 || this.#taken.length === 0) return;
    const queue = new Uint32Array(Math.min(this.same.length, this.#taken.length));
    let end = 0;
    this.#pair(0, 0);
    queue[end++] = 0;
    for (let next = 0; next < end; next++) {
      poll(watch, next, queue.length, 'comparing');
      const there = this.#edgesOf(this.compared.graph, this.same[queue[next]], false);
      for (const [key, node] of this.#edgesOf(this.base.graph, queue[next], true)) {
        const other = there.get(key);
        if (node === SEVERAL || other === undefined || other === SEVERAL || !this.#fit(node, other)) continue;
        this.#pair(node, other);
        queue[end++] = node;
      }
    }
  }

  restByClass(watch: Watch): void {
    const rest = new Map<number, number[]>();
    const { graph, classOf } = this.compared;
    for (let node = graph.nodeCount - 1; node > 0; node--) {
      poll(watch, node, graph.nodeCount, 'comparing');
      if (this.#taken[node] === 1) continue;
      const others = rest.get(classOf[node]);
      if (others) others.push(node);
      else rest.set(classOf[node], [node]);
    }
    for (let node = 1; node < this.same.length; node++) {
      poll(watch, node, this.same.length, 'comparing');
      if (this.same[node] !== NOBODY) continue;
      const other = rest.get(this.classIn[this.classOf[node]])?.pop();
      if (other !== undefined) this.#pair(node, other);
    }
  }

  #pair(node: number, other: number): void {
    this.same[node] = other;
    this.#taken[other] = 1;
  }

  #fit(node: number, other: number): boolean {
    if (this.same[node] !== NOBODY || this.#taken[other] === 1) return false;
    if (this.classIn[this.classOf[node]] !== this.compared.classOf[other]) return false;
    const { nodeType, name } = this.base.graph;
    if (nodeType[node] !== NodeType.string) return true;
    return sameText(this.#texts[0], name[node], this.#texts[1], this.compared.graph.name[other]);
  }

  /** Targets by what leads to them: a name or an index, and where there is neither, the class. */
  #edgesOf(graph: HeapGraph, node: number, isBase: boolean): WideMap<number, number> {
    const found = new WideMap<number, number>();
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const type = graph.edgeType[edge];
      const target = graph.edgeTarget[edge];
      const indexed = type === EdgeType.element || type === EdgeType.hidden;
      const name = indexed ? graph.edgeName[edge] : this.#names.row(graph.edgeName[edge], isBase);
      const named = indexed ? type === EdgeType.element : name !== this.#names.none;
      const key = named ? type * 2 ** 32 + name : CLASS * 2 ** 32 + this.#classRow(target, isBase);
      const known = found.get(key);
      found.set(key, known !== undefined && known !== target ? SEVERAL : target);
    }
    return found;
  }

  #classRow(node: number, isBase: boolean): number {
    return isBase ? this.classIn[this.classOf[node]] : this.compared.classOf[node];
  }
}

/** One number for the same edge name in both heaps. */
class EdgeNames {
  /** That of the empty text. */
  readonly none: number;
  readonly #known = new WideMap<string, number>();
  #count = 0;
  readonly #rows: readonly [Int32Array, Int32Array];
  readonly #graphs: readonly [HeapGraph, HeapGraph];

  constructor(base: HeapGraph, compared: HeapGraph) {
    this.#graphs = [base, compared];
    this.#rows = [
      new Int32Array(base.strings.length).fill(NOBODY),
      new Int32Array(compared.strings.length).fill(NOBODY),
    ];
    this.none = this.#numberOf('');
  }

  row(row: number, isBase: boolean): number {
    const side = isBase ? 0 : 1;
    if (this.#rows[side][row] === NOBODY)
      this.#rows[side][row] = this.#numberOf(this.#graphs[side].strings.at(row) ?? '');
    return this.#rows[side][row];
  }

  #numberOf(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.#count);
    return this.#count++;
  }
}
