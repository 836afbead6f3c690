import { sameObjects } from '../../analysis/identity.js';
import { className } from '../../analysis/node-row.js';
import type { CacheFacts } from '../../model/heap-evidence.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { classRows, NOTHING, nameOf, nodesOf, reference } from './look.js';
import { turnover } from './members.js';
import { codePlace } from './python-place.js';

const MOST = 8;
const LEAST = 10;
const SAMPLED = 2000;

/** CPython: the caches of functools that hold most, and whose instances are in their keys. */
export function cacheFacts(base: HeapIndex, compared: HeapIndex): readonly CacheFacts[] {
  const before = new Map(wrappers(base).map((node) => [base.graph.id[node], node]));
  const heaps = { base, compared, same: sameObjects(base, compared) };
  const limits = new Map(compared.graph.python?.limits ?? []);
  return wrappers(compared)
    .map((node) => ({ node, entries: entriesOf(compared, node) }))
    .filter(({ entries }) => entries >= LEAST)
    .sort((a, b) => compared.retainedSize[b.node] - compared.retainedSize[a.node])
    .slice(0, MOST)
    .map(({ node, entries }) => {
      const wrapped = wrappedBy(compared, node);
      const place = codePlace(
        compared,
        wrapped === NOTHING ? NOTHING : reference(compared, wrapped, '__code__'),
      );
      const name = nameOf(compared, wrapped);
      const limit = limits.get(compared.graph.id[node]);
      const was = before.get(compared.graph.id[node]);
      const instance = instanceIn(compared, node, name);
      return {
        function: name,
        entries,
        before: was === undefined ? 0 : entriesOf(base, was),
        ...(was !== undefined && turnover(heaps, tableOf(base, was), tableOf(compared, node))),
        retainedSize: compared.retainedSize[node],
        ...(limit !== undefined && { limit }),
        ...(instance !== undefined && { instance }),
        ...(place && { place: { ...place, function: name || place.function } }),
      };
    });
}

const wrappers = (index: HeapIndex): readonly number[] =>
  nodesOf(
    index,
    classRows(index, (name) => name === 'functools._lru_cache_wrapper'),
    10_000,
  );

/** Arguments as a key: more than one, or one that is no plain value. */
const KEYS = /^(tuple|functools\._HashedSeq|list)$/;

function firstOf(index: HeapIndex, key: number): string {
  const { firstEdge, edgeTarget } = index.graph;
  return firstEdge[key] < firstEdge[key + 1] ? className(index, edgeTarget[firstEdge[key]]) : '';
}

/** Both its table and its namespace are dicts of no name: the namespace has the function. */
function wrappedBy(index: HeapIndex, wrapper: number): number {
  const found = dictsOf(index, wrapper).map((dict) => reference(index, dict, '__wrapped__'));
  return found.find((node) => node !== NOTHING) ?? NOTHING;
}

function entriesOf(index: HeapIndex, wrapper: number): number {
  const { firstEdge } = index.graph;
  const table = tableOf(index, wrapper);
  return table === NOTHING ? 0 : (firstEdge[table + 1] - firstEdge[table]) / 2;
}

/** The larger of its dicts that is not its namespace. */
function tableOf(index: HeapIndex, wrapper: number): number {
  const { firstEdge } = index.graph;
  return dictsOf(index, wrapper)
    .filter((dict) => reference(index, dict, '__wrapped__') === NOTHING)
    .reduce(
      (most, dict) =>
        most === NOTHING || firstEdge[dict + 1] - firstEdge[dict] > firstEdge[most + 1] - firstEdge[most]
          ? dict
          : most,
      NOTHING,
    );
}

function dictsOf(index: HeapIndex, wrapper: number): readonly number[] {
  const { firstEdge, edgeTarget } = index.graph;
  const found = new Set<number>();
  for (let edge = firstEdge[wrapper]; edge < firstEdge[wrapper + 1]; edge++)
    if (className(index, edgeTarget[edge]) === 'dict') found.add(edgeTarget[edge]);
  return [...found];
}

/** Keys begin with the arguments: of a method the first is `self`. */
function instanceIn(index: HeapIndex, wrapper: number, name: string): string | undefined {
  const owner = name.split('.').at(-2);
  if (owner === undefined || owner === '<locals>') return undefined;
  const { firstEdge, edgeTarget } = index.graph;
  // With a bound the keys hang on the wrapper itself; without one on its table alone.
  for (const holder of [wrapper, ...dictsOf(index, wrapper)]) {
    const end = Math.min(firstEdge[holder + 1], firstEdge[holder] + SAMPLED);
    for (let edge = firstEdge[holder]; edge < end; edge++) {
      const key = edgeTarget[edge];
      const held = KEYS.test(className(index, key)) ? firstOf(index, key) : className(index, key);
      if (held.split('.').at(-1) === owner) return held;
    }
  }
  return undefined;
}
