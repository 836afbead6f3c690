import type { Watch } from '../base/watch.js';
import { type ByteStrings, byteStrings } from '../model/byte-strings.js';
import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import { NOBODY } from './id-lookup.js';
import { poll } from './poll.js';
import type { Age } from './python-ages.js';
import { globalsOf } from './python-globals.js';

/** A referent with more holders than this says nothing of any one of them: a class, a name, `None`. */
const MOST_HOLDERS = 3;
/** What holds only objects that turned out new is new: record, its list, the list's texts. */
const ROUNDS = 2;
/** Of these no referent is ever replaced. */
const UNCHANGING = new Set(['tuple', 'frozenset', 'method', 'builtin_function_or_method']);

/**
 * Takes out of `same` the objects of CPython that lie where another one of their class had been. A text is the same with
 * the same words; a tuple with the same members; what can be changed while one of the objects that it and few others hold
 * is the same, or it is a module's global. Whom `ages` knows is passed over. Numbers are no sign: counters have another at each turn. Where there is no sign
 * at all it stays the same. Our own rule: nothing in CPython tells an object from its address's next owner.
 */
export function dropReplaced(
  base: HeapIndex,
  compared: HeapIndex,
  same: Int32Array,
  watch: Watch,
  ages?: (node: number, other: number) => Age,
): void {
  const [before, now] = [base.graph, compared.graph];
  const textsTell = Boolean(before.python?.redacted) === Boolean(now.python?.redacted);
  const [leaves, unchanging, changing] = [[], [], []] as number[][];
  for (let node = 0; node < same.length; node++) {
    poll(watch, node, same.length, 'comparing');
    const other = same[node];
    if (other === NOBODY || now.nodeType[other] === NodeType.synthetic) continue;
    if (ages?.(node, other) === 'same') continue;
    if (edgesOf(now, other) === 0) leaves.push(node);
    else if (UNCHANGING.has(compared.classNames[compared.classOf[other]])) unchanging.push(node);
    else changing.push(node);
  }
  if (textsTell) {
    const [texts, textsNow] = [byteStrings(before.strings), byteStrings(now.strings)];
    for (const node of leaves) {
      const other = same[node];
      if (now.nodeType[other] !== NodeType.string) continue;
      if (!sameText(texts, before.name[node], textsNow, now.name[other])) same[node] = NOBODY;
    }
  }
  for (const node of unchanging) if (!sameMembers(before, node, now, same[node], same)) same[node] = NOBODY;
  const signs = new Signs(before, now, same);
  for (let round = 0; round < ROUNDS; round++) {
    const replaced = changing.filter((node) => same[node] !== NOBODY && signs.replaced(node));
    for (const node of replaced) same[node] = NOBODY;
    if (replaced.length === 0) break;
  }
}

function edgesOf({ firstEdge }: HeapGraph, node: number): number {
  return firstEdge[node + 1] - firstEdge[node];
}

/** Without decoding: a heap has millions. */
export function sameText(texts: ByteStrings, row: number, others: ByteStrings, other: number): boolean {
  const [from, start] = [texts.starts[row], others.starts[other]];
  const size = texts.starts[row + 1] - from;
  if (others.starts[other + 1] - start !== size) return false;
  for (let at = 0; at < size; at++) if (texts.bytes[from + at] !== others.bytes[start + at]) return false;
  return true;
}

function sameMembers(
  before: HeapGraph,
  node: number,
  now: HeapGraph,
  other: number,
  same: Int32Array,
): boolean {
  if (edgesOf(before, node) !== edgesOf(now, other)) return false;
  const shift = now.firstEdge[other] - before.firstEdge[node];
  for (let edge = before.firstEdge[node]; edge < before.firstEdge[node + 1]; edge++) {
    const [held, holds] = [before.edgeTarget[edge], now.edgeTarget[edge + shift]];
    if (before.id[held] !== now.id[holds]) return false;
    if (same[held] !== holds && edgesOf(now, holds) === 0) return false;
  }
  return true;
}

/** What tells an object that can be changed from another at its address. */
class Signs {
  readonly #ownBefore: OwnReferents;
  readonly #ownNow: OwnReferents;
  readonly #globalsBefore: Uint8Array;
  readonly #globalsNow: Uint8Array;
  /** Of the second heap: the turn in which the object looked at was found to hold it. */
  readonly #met: Uint32Array;
  #turn = 0;

  constructor(
    before: HeapGraph,
    now: HeapGraph,
    readonly same: Int32Array,
  ) {
    this.#ownBefore = new OwnReferents(before);
    this.#ownNow = new OwnReferents(now);
    this.#globalsBefore = globalsOf(before);
    this.#globalsNow = globalsOf(now);
    this.#met = new Uint32Array(now.nodeCount);
  }

  replaced(node: number): boolean {
    const { same } = this;
    const other = same[node];
    if (this.#globalsBefore[node] === 1 && this.#globalsNow[other] === 1) return false;
    const turn = ++this.#turn;
    let some = false;
    this.#ownNow.some(other, (held) => {
      this.#met[held] = turn;
      some = true;
      return false;
    });
    if (!some) return false;
    some = false;
    const shared = this.#ownBefore.some(node, (held) => {
      some = true;
      return same[held] !== NOBODY && this.#met[same[held]] === turn;
    });
    return some && !shared;
  }
}

/** Strong references that lead to an object, no more than a byte holds. */
function holders({ nodeCount, edgeCount, edgeType, edgeTarget }: HeapGraph): Uint8Array {
  const count = new Uint8Array(nodeCount);
  for (let edge = 0; edge < edgeCount; edge++)
    if (edgeType[edge] !== EdgeType.weak && count[edgeTarget[edge]] < 255) count[edgeTarget[edge]]++;
  return count;
}

/** Parts of an object that stand for none of its own: a dict's key and a class are many's. */
const Part = { unknown: 0, own: 1, shared: 2, attributes: 3 } as const;

/** Goes through what an object and few others hold. */
class OwnReferents {
  readonly #holders: Uint8Array;
  /** Of each name of an internal edge the Part; names are few, edges are not. */
  readonly #part: Uint8Array;

  constructor(readonly graph: HeapGraph) {
    this.#holders = holders(graph);
    this.#part = new Uint8Array(graph.strings.length);
  }

  /** Until `tell` says true; of a `__dict__`, what lies in it. */
  some(node: number, tell: (held: number) => boolean, inside = false): boolean {
    const { firstEdge, edgeType, edgeTarget, edgeName, nodeType } = this.graph;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const held = edgeTarget[edge];
      const type = edgeType[edge];
      if (type === EdgeType.weak || this.#holders[held] > MOST_HOLDERS || nodeType[held] === NodeType.number)
        continue;
      const part = type === EdgeType.internal ? this.#partNamed(edgeName[edge]) : Part.own;
      if (part === Part.attributes && !inside) {
        if (this.some(held, tell, true)) return true;
      } else if (part !== Part.shared && tell(held)) return true;
    }
    return false;
  }

  #partNamed(row: number): number {
    if (this.#part[row] === Part.unknown) {
      const name = this.graph.strings.at(row);
      this.#part[row] =
        name === '__dict__'
          ? Part.attributes
          : name === '<key>' || name === '__class__'
            ? Part.shared
            : Part.own;
    }
    return this.#part[row];
  }
}
