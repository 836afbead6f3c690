import { describe, expect, test } from 'vitest';
import { allocationTree } from '../../../shared/analysis/allocations/allocation-tree.js';
import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { decodeAllocations, encodeAllocations } from '../../../shared/format/allocation-columns.js';
import { decodeCallTree, encodeCallTree } from '../../../shared/format/call-tree-columns.js';
import { callsAs } from '../../../shared/format/calls/calls-as.js';
import { StackBuilder, WeightBuilder } from '../../../shared/import/allocations/profile-builder.js';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import { NO_STACK } from '../../../shared/model/stack-table.js';
import { importedProfiles, sum } from '../../helpers/imported-profiles.js';

/** What programs do to profiles: recursion, a million stacks, names of megabytes, nothing at all. */

const treeOf = (table: AllocationTable): CallTree => new AllocationsByCall().add(table).tree();
const text = (pieces: Iterable<string | Uint8Array>): Uint8Array =>
  Buffer.concat([...pieces].map((piece) => Buffer.from(piece)));
const facts = { name: 'x', unit: 'bytes' } as const;

function recursion(depth: number): AllocationTable {
  const stacks = new StackBuilder();
  const weights = new WeightBuilder();
  const frames = ['even', 'odd'].map((name) => stacks.frame(name, 'a.py', 1));
  let stack: number = NO_STACK;
  for (let at = 0; at < depth; at++) stack = stacks.stack(stack, frames[at % 2]);
  weights.add(stack, 5);
  return weights.table(stacks.table());
}

describe('recursion 10,000 deep', () => {
  const table = recursion(10_000);

  test('is kept, added up and told', () => {
    const tree = treeOf(decodeAllocations(encodeAllocations(table)));
    expect(tree.length).toBe(10_000);
    expect(allocationTree(decodeCallTree(encodeCallTree(tree))).nodes[0].total).toBe(5);
  });

  test.each(['heapprofile', 'pprof', 'speedscope', 'folded', 'csv'] as const)(
    'goes out as %s and comes in',
    (format) => {
      const [profile] = importedProfiles(text(callsAs(format, treeOf(table), facts)));
      expect(treeOf(profile.table).length).toBe(10_000);
      expect(sum(profile.table.weight)).toBe(5);
    },
  );
});

test('a million distinct stacks are a million rows', () => {
  const stacks = new StackBuilder();
  const weights = new WeightBuilder();
  const frames = Array.from({ length: 1000 }, (_, at) => stacks.frame(`f${at}`));
  for (let a = 0; a < 1000; a++) {
    const outer = stacks.stack(NO_STACK, frames[a]);
    for (let b = 0; b < 1000; b++) weights.add(stacks.stack(outer, frames[b]), 1);
  }
  const tree = treeOf(weights.table(stacks.table()));
  expect(tree.length).toBe(1_001_000);
  expect(sum(tree.self)).toBe(1e6);
  expect(decodeCallTree(encodeCallTree(tree)).length).toBe(1_001_000);
}, 60_000);

test('names of 10 MB go through every format', () => {
  const name = 'ä"\n;'.repeat(2_500_000);
  const stacks = new StackBuilder();
  const weights = new WeightBuilder();
  weights.add(stacks.stack(NO_STACK, stacks.frame(name, 'a.js', 3)), 7);
  const tree = treeOf(weights.table(stacks.table()));
  expect(decodeCallTree(encodeCallTree(tree)).frames.name[0] === name).toBe(true);
  for (const format of ['heapprofile', 'pprof', 'speedscope', 'csv'] as const) {
    const [{ table }] = importedProfiles(text(callsAs(format, tree, facts)));
    expect(table.stacks.frames.name.includes(name)).toBe(true);
  }
  const [{ table }] = importedProfiles(text(callsAs('folded', tree, facts)));
  expect(sum(table.weight)).toBe(7);
}, 60_000);

test('a range in which nothing was allocated is an empty tree', () => {
  const tree = new AllocationsByCall().add(recursion(3), { after: 1e9 }).tree();
  expect(tree.length).toBe(0);
  expect(allocationTree(decodeCallTree(encodeCallTree(tree)))).toEqual({ bytes: 0, samples: 0, nodes: [] });
  for (const format of ['heapprofile', 'pprof', 'speedscope', 'folded', 'csv'] as const)
    expect(() => text(callsAs(format, tree, facts))).not.toThrow();
});

test('what grew leaves out what shrank', () => {
  const make = (...weighs: readonly number[]): AllocationTable => {
    const stacks = new StackBuilder();
    const weights = new WeightBuilder();
    for (const [at, weight] of weighs.entries())
      weights.add(stacks.stack(NO_STACK, stacks.frame(`f${at}`)), weight, weight);
    return weights.table(stacks.table());
  };
  const tree = new AllocationsByCall()
    .add(make(5, 20, 7))
    .add(make(9, 5, 7), { sign: -1 })
    .tree();
  expect([...tree.self]).toEqual([15]);
  expect(tree.frames.name[tree.frame[0]]).toBe('f1');
  const compared = new AllocationsByCall().add(make(5)).add(make(9, 5), { side: 'base' }).tree();
  expect([...compared.self]).toEqual([5, 0]);
  expect([...(compared.baseSelf ?? [])]).toEqual([9, 5]);
});

test('a speedscope file is the same calls however it is written', () => {
  const events = (space: string, order: (type: string, frame: number, at: string) => string): string =>
    `{"$schema":"https://www.speedscope.app/file-format-schema.json",${space}"shared":{"frames":[{"name":"a"},{"name":"b"},{"name":"a"}]},` +
    `"profiles":[{"type":"evented","name":"p","unit":"bytes","startValue":0,"endValue":9,"events":[${[
      order('O', 0, '0'),
      order('O', 1, '1'),
      order('C', 1, '4'),
      order('O', 2, '4'),
      order('C', 2, '6'),
      order('C', 2, '9'),
    ].join(`,${space}`)}]}]}`;
  const calls = (text: string): string => {
    const [profile] = importedProfiles(Buffer.from(text));
    const { parent, frame, self, frames, length } = treeOf(profile.table);
    return Array.from({ length }, (_, row) =>
      [parent[row], frames.name[frame[row]], self[row]].join(' '),
    ).join();
  };
  const usual = calls(events('', (type, frame, at) => `{"type":"${type}","frame":${frame},"at":${at}}`));
  expect(usual).toBe('-1 a 4,0 b 3,0 a 2');
  const others = [
    (type: string, frame: number, at: string) => `{"at":${at}.0,"frame":${frame},"type":"${type}"}`,
    (type: string, frame: number, at: string) => `{"type":"${type}","frame":${frame},"at":${at}e0}`,
    (type: string, frame: number, at: string) => `{ "type" : "${type}", "frame": ${frame} , "at": ${at} }`,
    (type: string, frame: number, at: string) => `{"type":"${type}","frame":${frame},"at":${at},"more":[{}]}`,
  ];
  for (const order of others) expect(calls(events('\n ', order))).toBe(usual);
  const none = events('', (type, frame, at) => `{"type":"${type}","frame":${frame + 7},"at":${at}}`);
  expect(() => calls(none)).toThrow(/no frame 7/);
});

test('a speedscope file whose frames come after its profiles, and one that closes what is not open', () => {
  const file = (events: string): Uint8Array =>
    Buffer.from(
      `{"profiles":[{"type":"evented","name":"p","unit":"bytes","startValue":0,"endValue":3,"events":[${events}]}],` +
        '"shared":{"frames":[{"name":"a"},{"name":"a"},{"name":"b"}]},"$schema":"https://www.speedscope.app/file-format-schema.json"}',
    );
  const open = (frame: number, at: number): string => `{"type":"O","frame":${frame},"at":${at}}`;
  const close = (frame: number, at: number): string => `{"type":"C","frame":${frame},"at":${at}}`;
  const events = [open(0, 0), open(2, 1), close(2, 3), close(0, 3), open(1, 3), close(1, 7)];
  const [{ table }] = importedProfiles(file(events.join(',')));
  const tree = treeOf(table);
  // `a` is twice among the frames and once in the tree.
  expect([...tree.self]).toEqual([5, 2]);
  expect(() => importedProfiles(file([open(0, 0), close(2, 1)].join(',')))).toThrow(/not open/);
  expect(() => importedProfiles(file(open(9, 0)))).toThrow(/no frame 9/);
  expect(() => importedProfiles(file([open(0, 5), close(0, 1)].join(',')))).toThrow(/not in order/);
});

test('a cell of the CSV that a spreadsheet would run is text', () => {
  const stacks = new StackBuilder();
  const weights = new WeightBuilder();
  weights.add(stacks.stack(NO_STACK, stacks.frame('=cmd|"/c calc"!A1', 'a,b.js', 3)), 7);
  const [, row] = Buffer.from(text(callsAs('csv', treeOf(weights.table(stacks.table())), facts)))
    .toString()
    .split('\r\n');
  expect(row).toBe('0,,"\'=cmd|""/c calc""!A1","a,b.js",3,0,7,7,1');
});
