import { describe, expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { chainOf } from '../../../shared/findings/heap/chains.js';
import { growingPaths } from '../../../shared/findings/heap/growing-paths.js';
import { newNodes } from '../../../shared/findings/heap/new-nodes.js';
import { heapGraph } from '../../helpers/heap-graph.js';

const many = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `Order#${from + at}`);

/** A list of orders, drawn so that an order keeps its id: orders of the first heap come first. */
function orders(held: readonly string[], all: readonly string[]) {
  return buildHeapIndex(
    heapGraph(`
      root:synthetic -> Store=store
      Store 16 -> Array=orders
      Array 100 -> ${held.map((name, at) => `${name}:element=${at}`).join(' ')}
      ${all.map((name) => `${name} 50`).join('\n')}
    `).graph,
  );
}
const grown = (before: readonly string[], now: readonly string[]) => {
  const all = [...new Set([...before, ...now])];
  const [base, compared] = [orders(before, before), orders(now, all)];
  return growingPaths(base, compared, newNodes(base, compared));
};

describe('a collection that grows', () => {
  it('is found by its many new members, with what it kept', () => {
    const [first] = grown(many(0, 10), many(0, 90));
    expect(first).toMatchObject({
      count: 80,
      retainedSize: 4000,
      row: { name: 'Order' },
      container: { className: 'Array', before: 10, entries: 90, kept: 10, gone: 0 },
    });
    expect(first.steps[first.container?.step ?? 0]).toMatchObject({ edge: '.orders', name: 'Array' });
  });
  it('is one that turns over, where what it held is gone', () => {
    const [first] = grown(many(0, 10), many(10, 90));
    expect(first.container).toMatchObject({ kept: 0, gone: 10 });
  });
  it('is none where as many came as went', () => {
    expect(grown(many(0, 90), many(90, 90)).filter(({ container }) => container)).toEqual([]);
  });
});

describe('a chain', () => {
  const row = {
    name: 'Function',
    addedCount: 100,
    removedCount: 0,
    survivedCount: 20,
    addedSize: 1,
    removedSize: 0,
    countDelta: 100,
    sizeDelta: 1,
  };
  const step = (edge: string, name: string) => ({ edge, edgeType: 'property', name });
  const begin = [step('', 'global'), step('.app', 'App')];

  it('may go round through a context', () => {
    const link = [step('context', 'system / Context'), step('previous', 'handle()')];
    const steps = [...begin, step('handler', 'handle()'), ...link, ...link];
    expect(chainOf({ steps, retainedSize: 1200 }, row, () => row)).toMatchObject({
      count: 100,
      retainedSize: 1000,
      container: { step: 2, chain: true, before: 20 },
    });
  });
  it('is none of a few timers that wait before what is new', () => {
    const timers = ['.first', '._idleNext', '._idleNext'].map((edge) => step(edge, 'Timeout'));
    const spans = ['.span', '.parent', '.parent'].map((edge) => step(edge, 'Object'));
    const added = ({ name }: { readonly name: string }) => ({
      ...row,
      addedCount: name === 'Object' ? 100 : 3,
    });
    expect(chainOf({ steps: [...begin, ...timers], retainedSize: 1 }, row, added)).toBeUndefined();
    expect(chainOf({ steps: [...begin, ...timers, ...spans], retainedSize: 1 }, row, added)).toMatchObject({
      container: { step: 5 },
    });
  });
  it('keeps what all of its links keep, however little the one that was looked at has', () => {
    const links = ['.a', '.next', '.next'].map((edge) => step(edge, 'Node'));
    const grown = { ...row, retainedDelta: 50_000 };
    expect(chainOf({ steps: [...begin, ...links], retainedSize: 300 }, grown, () => grown)).toMatchObject({
      retainedSize: 50_000,
    });
  });
  it('counts its links, not all that is new of what each of them holds', () => {
    const links = ['.a', '.next', '.next'].map((edge) => step(edge, 'Node'));
    const rows = { ...row, name: 'Row', addedCount: 180 };
    const node = { ...row, name: 'Node', retainedDelta: 70_000 };
    expect(chainOf({ steps: [...begin, ...links], retainedSize: 300 }, rows, () => node)).toMatchObject({
      ...{ row: node, count: 100, retainedSize: 70_000 },
      container: { className: 'Node', entries: 120, before: 20 },
    });
  });
  it('is none where the names differ, or the classes', () => {
    const other = [...begin, step('.a', 'Node'), step('.next', 'Node'), step('.other', 'Node')];
    expect(chainOf({ steps: other, retainedSize: 1 }, row, () => row)).toBeUndefined();
    const mixed = [...begin, step('.a', 'Node'), step('.next', 'Leaf'), step('.next', 'Node')];
    expect(chainOf({ steps: mixed, retainedSize: 1 }, row, () => row)).toBeUndefined();
  });
});
