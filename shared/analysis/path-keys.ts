import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType } from '../model/heap-graph.js';
import type { HeapIndex, PathNumbers } from '../model/heap-index.js';
import { keptAnswer, type Weighty } from './kept-answers.js';
import { poll } from './poll.js';
import { NO_STEP, type StepsUp, stepsUp } from './steps-up.js';

/** More edges than this from one holder: a table of data, not a record with named fields. */
const RECORD = 64;
const ANY_NAME = 0;

/** Those of a heap: each question about paths goes on from what the ones before worked out. */
export function pathKeysOf(index: HeapIndex, watch: Watch): PathKeys {
  return keptAnswer(index, 'path keys', () => new PathKeys(index, watch, index.paths));
}

/** With more numbers than this share of the nodes, nearly each has a way of its own: nothing is won by numbering them ahead. */
const MOST_NUMBERS = 1 / 4;

/** The numbers of all nodes; undefined where there are too many of them. */
export function pathNumbers(index: HeapIndex, watch: Watch = UNWATCHED): PathNumbers | undefined {
  const { nodeCount } = index.graph;
  const keys = new PathKeys(index, watch);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'paths');
    keys.of(node, watch);
    if (keys.count > nodeCount * MOST_NUMBERS + LEAST_NUMBERS) return undefined;
  }
  return keys.numbers();
}

/** In a small heap it does not matter. */
const LEAST_NUMBERS = 10_000;

/**
 * Numbers for retaining paths: equal for two nodes whose shortest paths go through the same classes by the same names.
 * Indices, and keys with digits in large tables, count as one name. Each node's number is worked out once.
 */
export class PathKeys implements Weighty {
  readonly #index: HeapIndex;
  readonly #steps: StepsUp;
  readonly #keyOf: Uint32Array;
  readonly #digits: Uint8Array;
  readonly #isReady: boolean;
  readonly #way: number[] = [];
  /** Steps by number, from 1: the path above, the name, the class. Found by hash in `#slots`, twice as many. */
  #above: Uint32Array = new Uint32Array(2048);
  #name: Uint32Array = new Uint32Array(2048);
  #class: Uint32Array = new Uint32Array(2048);
  /** The node that a step was first met at. */
  #example: Uint32Array = new Uint32Array(2048);
  #slots = new Uint32Array(4096);
  #count = 0;

  /** With `ready` every node has its number already, and nothing is added to them. */
  constructor(index: HeapIndex, watch: Watch = UNWATCHED, ready?: PathNumbers) {
    this.#index = index;
    this.#steps = stepsUp(index, watch);
    this.#isReady = ready !== undefined;
    this.#keyOf = ready?.keyOf ?? new Uint32Array(index.graph.nodeCount);
    this.#digits = new Uint8Array(ready ? 0 : index.graph.strings.length);
    if (!ready) return;
    this.#above = ready.above;
    this.#name = ready.name;
    this.#class = ready.ofClass;
    this.#example = ready.example;
    this.#count = ready.above.length - 1;
  }

  /** What `ready` is for others. */
  numbers(): PathNumbers {
    const cut = (column: Uint32Array): Uint32Array => column.slice(0, this.#count + 1);
    return {
      keyOf: this.#keyOf,
      above: cut(this.#above),
      name: cut(this.#name),
      ofClass: cut(this.#class),
      example: cut(this.#example),
    };
  }

  get bytes(): number {
    // Those are the heap's.
    if (this.#isReady) return this.#slots.byteLength;
    const nodes = this.#keyOf.byteLength + this.#digits.byteLength;
    return nodes + this.#slots.byteLength + this.#above.byteLength * 4;
  }

  /** Keys given out so far are 1 to this. */
  get count(): number {
    return this.#count;
  }

  /** The step before, 0 for none; always a lower key. */
  above(key: number): number {
    return this.#above[key];
  }

  /** A node that stands at this step. */
  example(key: number): number {
    return this.#example[key];
  }

  /** Whether the name of the edge to it did not matter: it stands for many. */
  anyName(key: number): boolean {
    return this.#name[key] === ANY_NAME;
  }

  /** Whether it repeats the step before: same class, same name, as links of a list do. */
  repeats(key: number): boolean {
    const above = this.#above[key];
    return above !== 0 && this.#name[key] === this.#name[above] && this.#class[key] === this.#class[above];
  }

  /** Throws the Failure `cancelled` on a long way, and can be asked again. */
  of(node: number, watch: Watch = UNWATCHED): number {
    const known = this.#keyOf[node];
    if (known !== 0) return known;
    const row = this.#row(node);
    const { holder } = this.#steps;
    // Most have a holder whose key is known.
    if (row === NO_STEP || this.#keyOf[holder[row]] !== 0) return this.#below(node, row);
    const way = this.#way;
    let end = 0;
    let at = node;
    for (;;) {
      poll(watch, end + 1, 0, 'paths');
      if (end === way.length) way.push(at);
      else way[end] = at;
      end++;
      const above = this.#row(at);
      if (above === NO_STEP) break;
      at = holder[above];
      if (this.#keyOf[at] !== 0) break;
    }
    let key = 0;
    while (end > 0) {
      poll(watch, end, 0, 'paths');
      const step = way[--end];
      key = this.#below(step, this.#row(step));
    }
    return key;
  }

  /** Of its step; NO_STEP for none. */
  #row(node: number): number {
    const { row, edge } = this.#steps;
    if (row) return row[node] - 1;
    return edge[node] > 0 ? node : NO_STEP;
  }

  /** Of a node whose holder's key is known, or that has none. */
  #below(node: number, row: number): number {
    let above = 0;
    let name = ANY_NAME;
    if (row !== NO_STEP) {
      const { row: apart, holder, edge } = this.#steps;
      above = this.#keyOf[holder[row]];
      name = this.#nameOf(holder[row], apart ? edge[row] : edge[row] - 1);
    }
    const key = this.#intern(above, name, this.#index.classOf[node], node);
    this.#keyOf[node] = key;
    return key;
  }

  /** The row of an edge's name, from 1; ANY_NAME where names do not matter. */
  #nameOf(holder: number, edge: number): number {
    const { edgeType, edgeName, firstEdge, strings } = this.#index.graph;
    const type = edgeType[edge];
    if (type === EdgeType.element || type === EdgeType.hidden) return ANY_NAME;
    const row = edgeName[edge];
    if (firstEdge[holder + 1] - firstEdge[holder] <= RECORD) return row + 1;
    if (this.#digits[row] === 0) this.#digits[row] = /\d/.test(strings.at(row) ?? '') ? 2 : 1;
    return this.#digits[row] === 2 ? ANY_NAME : row + 1;
  }

  #intern(above: number, name: number, ofClass: number, node: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(above, name, ofClass) & mask;
    for (let key = this.#slots[slot]; key !== 0; key = this.#slots[slot]) {
      if (this.#above[key] === above && this.#name[key] === name && this.#class[key] === ofClass) return key;
      slot = (slot + 1) & mask;
    }
    if ((this.#count + 2) * 2 > this.#slots.length) {
      this.#grow();
      return this.#intern(above, name, ofClass, node);
    }
    const key = ++this.#count;
    this.#slots[slot] = key;
    this.#above[key] = above;
    this.#name[key] = name;
    this.#class[key] = ofClass;
    this.#example[key] = node;
    return key;
  }

  #grow(): void {
    const size = this.#slots.length;
    this.#above = grown(this.#above, size);
    this.#name = grown(this.#name, size);
    this.#class = grown(this.#class, size);
    this.#example = grown(this.#example, size);
    this.#slots = new Uint32Array(size * 2);
    const mask = size * 2 - 1;
    for (let key = 1; key <= this.#count; key++) {
      let slot = hash(this.#above[key], this.#name[key], this.#class[key]) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = key;
    }
  }
}

function grown(column: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(length);
  more.set(column.subarray(0, Math.min(column.length, length)));
  return more;
}

function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
