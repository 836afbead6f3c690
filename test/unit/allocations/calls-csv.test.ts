import { expect, test } from 'vitest';
import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { callsAs } from '../../../shared/format/calls/calls-as.js';
import { StackBuilder, WeightBuilder } from '../../../shared/import/allocations/profile-builder.js';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';
import { THREAD_FILE } from '../../../shared/model/label-frames.js';
import { NO_STACK } from '../../../shared/model/stack-table.js';
import { importedProfiles, stacksOf } from '../../helpers/imported-profiles.js';

/** Our CSV of calls, read back. */

const written = (
  now: AllocationTable,
  { base, unit = 'bytes' }: { base?: AllocationTable; unit?: 'bytes' | 'count' } = {},
): Uint8Array => {
  const calls = new AllocationsByCall().add(now);
  if (base) calls.add(base, { side: 'base' });
  return Buffer.from([...callsAs('csv', calls.tree(), { name: 'x', unit })].join(''));
};

/** `outer > inner`, and what is allocated there. */
function table(rows: Readonly<Record<string, number>>): AllocationTable {
  const stacks = new StackBuilder();
  const weights = new WeightBuilder();
  for (const [path, weight] of Object.entries(rows)) {
    let stack: number = NO_STACK;
    for (const name of path.split(' > '))
      stack = stacks.stack(stack, stacks.frame(name, name.startsWith('t-') ? THREAD_FILE : 'a,"b".js', 3, 9));
    weights.add(stack, weight, 2);
  }
  return weights.table(stacks.table());
}

const NAMES = {
  't-main > =SUM(1) > "quoted", and\nin two lines': 5,
  "t-main > =SUM(1) > '=told apart": 6,
  't-main > -1 > @at': 7,
  "t-main > 'plain": 8,
};

test.each([undefined, 7])('what any name is goes out and comes back; pieces of %s bytes', (pieces) => {
  const [profile, ...more] = importedProfiles(written(table(NAMES)), pieces);
  expect(more).toEqual([]);
  expect(profile).toMatchObject({ kind: 'imported', name: 'shop', unit: 'bytes', lines: 'call' });
  expect(stacksOf(profile.table)).toEqual(stacksOf(table(NAMES)));
  const { frames } = profile.table.stacks;
  expect(frames.file[frames.name.indexOf('t-main')]).toBe(THREAD_FILE);
  const at = frames.name.indexOf('=SUM(1)');
  expect([frames.file[at], frames.line[at], frames.column?.[at]]).toEqual(['a,"b".js', 3, 9]);
  expect([...(profile.table.count ?? [])]).toEqual([2, 2, 2, 2]);
});

test('a function without a name has none afterwards', () => {
  const stacks = new StackBuilder();
  const weights = new WeightBuilder();
  weights.add(stacks.stack(NO_STACK, stacks.frame('', 'a.js', 3)), 7);
  const [profile] = importedProfiles(written(weights.table(stacks.table())));
  expect(profile.table.stacks.frames.name).toEqual(['']);
});

test('of a comparison both sides come back; what is no bytes says so', () => {
  const bytes = written(table({ a: 5, 'a > b': 6 }), { base: table({ 'a > b': 4 }), unit: 'count' });
  const [now, base] = importedProfiles(bytes);
  expect([now, base].map(({ name, unit }) => [name, unit])).toEqual([
    ['shop', 'count'],
    ['shop (base)', 'count'],
  ]);
  expect(stacksOf(now.table)).toEqual([
    ['a > b', 6],
    ['a', 5],
  ]);
  expect(stacksOf(base.table)).toEqual([['a > b', 4]]);
});

test('as a spreadsheet saves it: a mark of the encoding, line feeds alone, columns of its own', () => {
  const [head, ...rows] = Buffer.from(written(table({ a: 5, 'a > b': 6 })))
    .toString()
    .trimEnd()
    .split('\r\n');
  const [profile] = importedProfiles(
    Buffer.from([`\uFEFF${head},note`, ...rows.map((row) => `${row},mine`), ''].join('\n')),
  );
  expect(stacksOf(profile.table)).toHaveLength(2);
});

test('what is cut off, sorted otherwise or no figure is refused with a sentence', () => {
  const text = Buffer.from(written(table({ a: 5, 'a > b': 6 }))).toString();
  const read = (changed: string) => () => importedProfiles(Buffer.from(changed));
  expect(read(text.slice(0, text.lastIndexOf(',')))).toThrow(/ends too early, after 1 calls/);
  const [head, first, second] = text.trimEnd().split('\r\n');
  expect(read([head, second, first].join('\r\n'))).toThrow(/a call stands before its caller/);
  expect(read([head, first.replace(',5,', ',five,')].join('\r\n'))).toThrow(/call 0 has no self/);
  expect(read(`${head}\r\n0,,"a`)).toThrow(/a quote is not closed/);
});
