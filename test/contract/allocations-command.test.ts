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
  const folded = await command('allocations', fixture('memray.csv'), '--format', 'folded');
  expect(folded.out).toMatch(/;item \(.*shop\.py:6\) \d+\n/);
  const same = await answer<AllocationAnswer>(
    ...['allocations', fixture('memray.csv'), '--base', fixture('memray.speedscope.json')],
  );
  expect(same).toMatchObject({ bytes: 0, base: { target: 1 } });
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

test('a file that is none of these is refused in one line', async () => {
  const missing = join(scratchFolder(onTestFinished), 'none.heapprofile');
  const { status, err } = await command('allocations', missing);
  expect(status).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(existsSync(missing)).toBe(false);
});
