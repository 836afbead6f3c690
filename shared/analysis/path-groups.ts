import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import { classesAs } from './classes-as.js';
import { NOBODY } from './id-lookup.js';
import { sameObjects } from './identity.js';
import { keptAnswer, type Weighty } from './kept-answers.js';
import { className, edgeLabel } from './node-row.js';
import { PathKeys } from './path-keys.js';
import { poll } from './poll.js';
import { StepTable } from './step-table.js';
import { edgeUp, NO_STEP } from './steps-up.js';
import { WideMap } from './wide-map.js';

/** How what is new and what is gone between two heaps is held: paths are numbered from 1, the same in both. */
export interface PathGroups extends Weighty {
  readonly count: number;
  /** The path of each node of `base` that is gone, and of `compared` that is new; 0 for all others. */
  readonly base: Uint32Array;
  readonly compared: Uint32Array;
  /** From the roots down, for a line of a table: the middle of a long one is left out. */
  nameOf(group: number): string;
}

/**
 * The shortest retaining paths of what differs, merged over both heaps where they go through the same classes by the
 * same names. A step that repeats the one before is the same path: a list of a million links has one, not a million.
 */
export function pathGroups(earlier: HeapIndex, compared: HeapIndex, watch: Watch = UNWATCHED): PathGroups {
  // Each row that is opened asks again.
  return keptAnswer(compared, 'path groups', () => groupsBetween(earlier, compared, watch), earlier);
}

function groupsBetween(earlier: HeapIndex, compared: HeapIndex, watch: Watch): PathGroups {
  const base = classesAs(compared, earlier, watch);
  const same = sameObjects(earlier, compared, watch);
  const gone = new Uint8Array(base.graph.nodeCount);
  const fresh = new Uint8Array(compared.graph.nodeCount).fill(1);
  for (let node = 0; node < gone.length; node++) {
    poll(watch, node, gone.length, 'comparing');
    if (same[node] === NOBODY) gone[node] = 1;
    else fresh[same[node]] = 0;
  }
  const names = new PathNames();
  const before = grouped(base, gone, names, watch);
  const after = grouped(compared, fresh, names, watch);
  const bytes = names.bytes + before.byteLength + after.byteLength;
  return { count: names.count, base: before, compared: after, nameOf: names.textOf, bytes };
}

function grouped(index: HeapIndex, wanted: Uint8Array, names: PathNames, watch: Watch): Uint32Array {
  const { shallowSize } = index;
  const keys = new PathKeys(index, watch);
  const column = new Uint32Array(wanted.length);
  for (let node = 0; node < column.length; node++) {
    poll(watch, node, column.length, 'paths');
    if (wanted[node] === 1 && shallowSize[node] > 0) column[node] = keys.of(node, watch);
  }
  const groupOf = groupsOf(index, keys, names, watch);
  for (let node = 0; node < column.length; node++) {
    poll(watch, node, column.length, 'paths');
    column[node] = groupOf[column[node]];
  }
  return column;
}

function groupsOf(index: HeapIndex, keys: PathKeys, names: PathNames, watch: Watch): Uint32Array {
  const root = keys.of(0);
  const groupOf = new Uint32Array(keys.count + 1);
  for (let key = 1; key < groupOf.length; key++) {
    poll(watch, key, groupOf.length, 'paths');
    const above = keys.above(key);
    if (above !== root && keys.repeats(key)) {
      groupOf[key] = groupOf[above];
      continue;
    }
    const example = keys.example(key);
    const step = edgeUp(index, example);
    // The root says nothing that its child does not.
    const atRoot = above === root || step === NO_STEP;
    const from = !atRoot ? groupOf[above] : index.distance[example] < 0 ? PathNames.unreached : PathNames.top;
    const edge = atRoot ? '' : keys.anyName(key) ? '[…] ' : `${edgeLabel(index, step)} `;
    groupOf[key] = names.group(from, edge + className(index, example));
  }
  return groupOf;
}

/** Steps that a line shows. */
const MOST_SHOWN = 16;
const BETWEEN = ' › ';

/** Of a text that is kept: its place in two tables. */
const TEXT_BYTES = 100;

/** A row a path that differs from all others by its text; what is above has a lower number. */
class PathNames {
  static readonly top = 0;
  /** Above what no root reaches. */
  static readonly unreached = 1;
  readonly #steps = new StepTable();
  readonly #known = new WideMap<string, number>();
  readonly #text: string[] = [];

  constructor() {
    this.group(PathNames.top, '(no root reaches it)');
  }

  get count(): number {
    return this.#steps.count;
  }

  get bytes(): number {
    return this.#steps.bytes + this.#text.length * TEXT_BYTES;
  }

  group(above: number, text: string): number {
    let row = this.#known.get(text);
    if (row === undefined) {
      row = this.#text.push(text) - 1;
      this.#known.set(text, row);
    }
    const found = this.#steps.find(above, row);
    return found < 0 ? this.#steps.add(above, row) : found;
  }

  readonly textOf = (group: number): string => {
    const steps: string[] = [];
    const [above, text] = [this.#steps.above(), this.#steps.with()];
    for (let at = group; at > 0; at = above[at]) steps.push(this.#text[text[at]]);
    const left = steps.length - MOST_SHOWN;
    const half = MOST_SHOWN / 2;
    if (left > 0) steps.splice(half, left, `… ${left} more …`);
    return steps.reverse().join(BETWEEN);
  };
}
