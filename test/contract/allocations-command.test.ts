import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { AllocationAnswer, AllocationSource } from '../../shared/api/sessions.js';
import { answer, command } from '../helpers/command.js';
import { scratchFolder } from '../helpers/session-file.js';

/** `leakscope allocations` and `leakscope export` on profiles of other tools. */

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/allocations/${name}`, import.meta.url));

test('allocations: sources, a tree, one of several sources, folded, a comparison', async () => {
  const file = fixture('heaptrack.zst');
  const sources = await answer<AllocationSource[]>('allocations', file, '--sources');
  expect(sources.map(({ kind }) => kind)).toEqual(['native', 'native', 'native']);
  const { out } = await command('allocations', file);
  expect(out).toMatch(/420\.6 kB in 210 allocations/);
  expect(out).toMatch(/item {2}.*shop\.c:6/);
  const peak = await answer<AllocationAnswer>('allocations', file, '--source', sources[1].id);
  expect(peak).toMatchObject({ bytes: 693_625, interval: 0, source: sources[1].id });
  // A profile without times is shown whole, and says so.
  const ranged = await answer<AllocationAnswer>('allocations', fixture('memray.csv'), '--from', '5');
  expect(ranged.bytes).toBeGreaterThan(600_000);
  expect(ranged.sentence).toMatch(/keeps no times/);
  const folded = await command('allocations', fixture('memray.csv'), '--format', 'folded');
  expect(folded.out).toMatch(/;item \(.*shop\.py:6\) \d+\n/);
  const same = await answer<AllocationAnswer>(
    ...['allocations', fixture('memray.csv'), '--base', fixture('memray.speedscope.json')],
  );
  expect(same).toMatchObject({ bytes: 0, base: { target: 1, name: 'Memory' } });
  const peakOf = ['allocations', file, '--base-source', sources[1].id];
  expect(await answer<AllocationAnswer>(...peakOf)).toMatchObject({
    ...{ bytes: 420_626 - 693_625, base: { source: sources[1].id } },
  });
  const [, less] = (await command(...peakOf)).out.split('\n');
  expect(less).toMatch(/^Less this session, .*alive at the peak.*: As the profile has it\.$/);
});

test('export: written once, read back, refused where it is there already', async () => {
  const folder = scratchFolder(onTestFinished);
  const path = join(folder, 'out.pb.gz');
  const said = await answer<{ path: string; bytes: number }>(
    ...['export', fixture('python3.13.tracemalloc'), '--format', 'pprof', '-o', path],
  );
  expect(said).toEqual({ path, bytes: readFileSync(path).length });
  expect((await answer<AllocationAnswer>('allocations', path)).bytes).toBe(719_341);
  const again = await command('export', fixture('memray.csv'), '--format', 'folded', '-o', path);
  expect(again.status).toBe(1);
  expect(again.err).toMatch(/exists already/);
});

test('export --base: both sides, in what can hold them; a heap snapshot cannot', async () => {
  const folder = scratchFolder(onTestFinished);
  const [file, base] = [fixture('memray.csv'), fixture('memray.speedscope.json')];
  const written = async (format: string, ...rest: readonly string[]): Promise<string> => {
    const path = join(folder, `out.${format}`);
    await answer('export', file, '--format', format, '--base', base, '-o', path, ...rest);
    return path;
  };
  const folded = readFileSync(await written('folded'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(folded.every((line) => / \d+ \d+$/.test(line))).toBe(true);
  const sums = [2, 1].map((from) => folded.reduce((sum, line) => sum + Number(line.split(' ').at(-from)), 0));
  expect(sums[0]).toBeGreaterThan(0);
  expect(sums[0]).toBe(sums[1]);
  const table = await written('csv');
  const sides = await answer<AllocationSource[]>('allocations', table, '--sources');
  expect(sides.map(({ name }) => name)).toEqual(['out.csv', 'out.csv (base)']);
  const here = await answer<AllocationAnswer>(
    ...['allocations', table, '--base', table, '--source', sides[0].id],
  );
  expect(here.bytes).toBe(0);
  expect(readFileSync(table, 'utf8').split('\r\n')[0]).toBe(
    'call,caller,function,file,line,column,self,total,count,base_self,base_total,base_count',
  );
  const both = await answer<AllocationSource[]>('allocations', await written('speedscope'), '--sources');
  expect(both).toHaveLength(2);
  expect((await answer<AllocationAnswer>('allocations', await written('pprof'))).bytes).toBe(0);
  const refused = await command('export', file, '--format', 'html', '--base', base, '-o', join(folder, 'x'));
  expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('nothing to compare')]);
});

test('steps: what is focused, dropped, merged and hidden is so in every form, in the order given', async () => {
  const file = fixture('memray.csv');
  const tree = (...flags: readonly string[]): Promise<AllocationAnswer> =>
    answer<AllocationAnswer>('allocations', file, ...flags);
  const whole = await tree();
  const item = whole.nodes.find(({ function: name }) => name === 'item');
  if (!item) throw new Error('the fixture has no item()');
  const all = whole.nodes
    .filter(({ function: name }) => name === 'item')
    .reduce((sum, { total }) => sum + total, 0);
  const focused = await tree('--focus', 'item');
  expect(focused.bytes).toBe(all);
  expect(
    focused.nodes.filter(({ parent }) => parent < 0).every(({ function: name }) => name === 'item'),
  ).toBe(true);
  expect((await tree('--focus', 'item@shop.py')).bytes).toBe(all);
  expect((await tree('--drop', 'item')).bytes).toBe(whole.bytes - all);
  const merged = await tree('--merge', 'item');
  expect(merged.bytes).toBe(whole.bytes);
  expect(merged.nodes.some(({ function: name }) => name === 'item')).toBe(false);
  expect((await tree('--hide-runtime', '--merge-recursion')).bytes).toBe(whole.bytes);
  // What is dropped first cannot be focused after.
  const gone = await command('allocations', file, '--drop', 'item', '--focus', 'item');
  expect([gone.status, gone.err]).toEqual([
    1,
    expect.stringMatching(/No call is of a function item.*NAME@FILE/),
  ]);
  const other = await command('allocations', file, '--focus', 'item@other.py');
  expect(other.status).toBe(1);
  const folder = scratchFolder(onTestFinished);
  for (const format of ['folded', 'pprof', 'csv'] as const) {
    const path = join(folder, `out.${format}`);
    await answer('export', file, '--format', format, '--drop', 'item', '-o', path);
    if (format === 'csv') expect(readFileSync(path, 'utf8')).not.toContain(',item,');
    expect((await answer<AllocationAnswer>('allocations', path)).bytes).toBe(whole.bytes - all);
  }
  const refused = await command(
    'export',
    file,
    '--format',
    'html',
    '--drop',
    'item',
    '-o',
    join(folder, 'x'),
  );
  expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('no calls that could be')]);
  const { out } = await command('allocations', '--help');
  for (const flag of ['--focus', '--drop', '--merge', '--hide-runtime', '--merge-recursion'])
    expect(out).toContain(flag);
});

test('a file that is none of these is refused in one line', async () => {
  const missing = join(scratchFolder(onTestFinished), 'none.heapprofile');
  const { status, err } = await command('allocations', missing);
  expect(status).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(existsSync(missing)).toBe(false);
});
