import { expect, it } from 'vitest';
import { heapDiff } from '../../../shared/analysis/heap-diff.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { NOBODY } from '../../../shared/analysis/id-lookup.js';
import { sameObjects } from '../../../shared/analysis/identity.js';
import { numbersAnew } from '../../../shared/analysis/same-places.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { heapGraph } from '../../helpers/heap-graph.js';

const index = (drawing: string) => {
  const drawn = heapGraph(drawing);
  return { ...drawn, index: buildHeapIndex(drawn.graph) };
};

/** As JavaScriptCore does, no id of the second is one of the first's, or is another object's. */
const BEFORE = `
  root:synthetic@0      -> app Structure:internal=
  Structure:object-shape@2 8
  app@4 8               -> list=items only=cache Left#1:internal= Left#2:internal=
  list@6 8              -> Order#1:element=0 Order#2:element=1
  Order#1@8 16          -> one:property=text
  Order#2@10 16
  one:string@12 8
  only@14 8
  Left#1@16 8
  Left#2@18 8
`;
const AFTER = `
  root:synthetic@0      -> app Structure:internal=
  Structure:object-shape@8 8
  app@10 8              -> list=items only=cache Left#1:internal= Left#2:internal= Left#3:internal=
  Order#9@4 16
  list@12 8             -> Order#2:element=1 Order#9:element=2 Order#1:element=0
  Order#2@14 16
  Order#1@2 16          -> other:property=text
  other:string@16 8
  only@18 8
  Left#1@20 8
  Left#2@22 8
  Left#3@24 8
`;

it('objects are the same where the same names lead to them, whatever their ids', () => {
  const [before, after] = [index(BEFORE), index(AFTER)];
  expect(numbersAnew(before.graph)).toBe(true);
  const same = sameObjects(before.index, after.index);
  const found = (name: string): string | undefined =>
    ['app', 'list', 'Order#1', 'Order#2', 'Order#9', 'only'].find(
      (one) => after.at(one) === same[before.at(name)],
    );
  expect(['app', 'list', 'Order#1', 'Order#2', 'only'].map(found)).toEqual([
    'app',
    'list',
    'Order#1',
    'Order#2',
    'only',
  ]);
});

it('what no name leads to counts by class, and the caveat says how the same were found', () => {
  const { rows, caveat } = heapDiff(index(BEFORE).index, index(AFTER).index, undefined, {
    ...{ base: snapshotId('s/1'), compared: snapshotId('s/2'), by: 'class' },
    ...{ sort: { by: 'sizeDelta', descending: true }, page: { from: 0, count: 20 } },
  });
  const of = (name: string) => rows.find((row) => row.name === name);
  expect(of('Order')).toMatchObject({ addedCount: 1, removedCount: 0, survivedCount: 2 });
  expect(of('Left')).toMatchObject({ addedCount: 1, removedCount: 0, survivedCount: 2 });
  expect(caveat).toMatch(/Bun numbers its objects anew/);
});

it('a heap of V8 goes by its ids, whatever leads to its objects', () => {
  const asV8 = (drawing: string) => index(drawing.replaceAll('Structure:', 'system_/_Map:'));
  const [before, after] = [
    asV8(BEFORE),
    asV8(AFTER.replace('only@18', 'only@24').replace('Left#3@24', 'Left#3@18')),
  ];
  expect(numbersAnew(before.graph)).toBe(false);
  const same = sameObjects(before.index, after.index);
  expect(same[before.at('Left#2')]).toBe(after.at('Left#3'));
  expect(same[before.at('list')]).toBe(NOBODY);
});
