import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { NodeFlag } from '../../../shared/model/python-heap-stream.js';
import { heapGraph } from '../../helpers/heap-graph.js';

const DRAWING = `
  (root):synthetic          -> (modules) (unreachable)
  (modules):synthetic       -> module_app
  (unreachable):synthetic   -> lost.Node#1
  module_app 10             -> dict=__dict__
  dict 64                   -> list=sessions one.Pool=first two.Pool=second
  list 56                   -> app.Session#1:element app.Session#2:element=1
  app.Session#1@4096 48
  app.Session#2@4160 48
  one.Pool 8
  two.Pool 8
  lost.Node#1 16`;
const [early, late] = [snapshotId('s/1'), snapshotId('s/2')];
const page = { from: 0, count: 100 };
const sort = { by: 'id', descending: false } as const;

function asked(flags: Readonly<Record<string, number>> = {}, later = DRAWING) {
  const index = (drawing: string) => {
    const { graph, at } = heapGraph(drawing, { producer: 'cpython' });
    const column = new Uint8Array(graph.nodeCount);
    for (const [name, flag] of Object.entries(flags)) column[at(name)] = flag;
    return { at, index: buildHeapIndex({ ...graph, flags: column }) };
  };
  const [a, b] = [index(DRAWING), index(later)];
  return { at: a.at, ...heapQueries((id) => (id === early ? a : b).index) };
}

it('a class goes by the last part of its name where only one ends so', () => {
  const { paths, objects } = asked();
  const found = paths(early, { className: 'Session', limit: 5 });
  expect(found.map(({ count }) => count)).toEqual([2]);
  expect(found[0].steps.map(({ edge, name }) => `${edge} ${name}`).slice(-3)).toEqual([
    '.__dict__ dict',
    '.sessions list',
    '[0] app.Session',
  ]);
  expect(objects(early, { className: 'Session', sort, page }).total).toBe(2);
  expect(() => paths(early, { className: 'Pool', limit: 5 })).toThrow(/one\.Pool, two\.Pool/);
  expect(() => paths(early, { className: 'ession', limit: 5 })).toThrow(/Nothing/);
});

it('what no root reaches says so', () => {
  const { at, node } = asked({ 'lost.Node#1': NodeFlag.unreachable | NodeFlag.tracked });
  expect(node(early, at('lost.Node#1')).unreachable).toBe(true);
  expect(node(early, at('list')).unreachable).toBeUndefined();
});

it('the same address is another object with another type, another size, or by the word of the agent', () => {
  const query = {
    base: early,
    compared: late,
    by: 'class',
    sort: { by: 'name', descending: false },
    page,
  } as const;
  const names = (later: string, flags = {}) => {
    const { rows, caveat } = asked(flags, later).diff(query);
    expect(caveat).toMatch(/address/);
    return rows
      .filter(({ addedCount }) => addedCount > 0)
      .map(({ name, addedCount }) => `${name} ${addedCount}`);
  };
  expect(names(DRAWING)).toEqual([]);
  expect(names(DRAWING.replace('Session#1@4096 48', 'Session#1@4096 56'))).toEqual(['app.Session 1']);
  expect(names(DRAWING.replaceAll('app.Session#2', 'app.Other'))).toEqual(['app.Other 1']);
  expect(names(DRAWING, { 'app.Session#2': NodeFlag.new })).toEqual(['app.Session 1']);
});

it('an address is another object when nothing of its own is left there; what was changed is the same', () => {
  const drawing = `
    (root):synthetic       -> (modules)
    (modules):synthetic    -> module_app
    module_app 10          -> dict=__dict__
    dict 64                -> list=jobs
    list 56                -> app.Job#1:element app.Job#2:element=1 app.Job#3:element=2
    app.Job#1 48           -> one=text app.Job:internal=__class__
    app.Job#2 48           -> two=text bytes=raw app.Job:internal=__class__
    app.Job#3 48           -> 7=count app.Job:internal=__class__
    app.Job 400
    one:string 50
    two:string 50
    bytes 40
    7:number 28`;
  const query = { base: early, compared: late, by: 'class', sort: { by: 'name', descending: false }, page };
  const told = (later: string) => {
    const index = (text: string) => buildHeapIndex(heapGraph(text, { producer: 'cpython' }).graph);
    const [a, b] = [index(drawing), index(later)];
    const { rows } = heapQueries((id) => (id === early ? a : b)).diff(query as never);
    return rows.filter(({ addedCount }) => addedCount > 0).map(({ name, addedCount }) => [name, addedCount]);
  };
  expect(told(drawing)).toEqual([]);
  const words = told(drawing.replaceAll('one', 'uno').replaceAll('two', 'duo'));
  expect(words).toContainEqual(['app.Job', 1]);
  expect(words.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(3);
  // Numbers are replaced at every count.
  expect(told(drawing.replace('7:number', '7:number@999'))).toEqual([['7', 1]]);
});
