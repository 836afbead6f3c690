import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DiffRow, MergedPath, NodeRow } from '../../shared/api/snapshots.js';
import { answer, command } from '../helpers/command.js';

/** Questions about a heap from a terminal, on snapshots of real programs; expected answers by what the files say. */

type Objects = { total: number; objects: NodeRow[] };
type Classes = { classes: { name: string; retainedSize: number }[] };

const folder = mkdtempSync(join(tmpdir(), 'leakscope-queries-'));
const files = { node: join(folder, 'node.heapsnapshot'), page: join(folder, 'page.heapsnapshot') };
const raw = (name: string): Buffer =>
  gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/heap', `${name}.heapsnapshot.gz`)));

beforeAll(() => {
  writeFileSync(files.node, raw('node24'));
  writeFileSync(files.page, raw('chromium'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Ids of the strings whose text is as wanted, by the file itself. */
function stringsOf(file: string, wanted: (text: string) => boolean): readonly number[] {
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(file, 'utf8'));
  const fields: string[] = snapshot.meta.node_fields;
  const column = (name: string) => fields.indexOf(name);
  const type = snapshot.meta.node_types[0].indexOf('string');
  const ids: number[] = [];
  for (let at = 0; at < nodes.length; at += fields.length)
    if (nodes[at + column('type')] === type && wanted(strings[nodes[at + column('name')]]))
      ids.push(nodes[at + column('id')]);
  return ids.sort((a, b) => a - b);
}

it('objects by class, text, size and distance', async () => {
  const all = await answer<Objects>('objects', files.node, '--class', 'Leaky', '--top', '1000');
  expect(all.total).toBeGreaterThan(10);
  expect(all.objects.every(({ className }) => className === 'Leaky')).toBe(true);
  const median = all.objects[all.total >> 1].retainedSize;
  const large = await answer<Objects>(
    ...(['objects', files.node, '--class', 'Leaky', '--top', '1000'] as const),
    ...['--min-retained', String(median)],
  );
  expect(large.objects).toEqual(all.objects.filter(({ retainedSize }) => retainedSize >= median));
  const near = Math.min(...all.objects.map(({ distance }) => distance));
  const nearest = await answer<Objects>(
    ...(['objects', files.node, '--class', 'Leaky', '--top', '1000', '--sort', 'id'] as const),
    ...['--max-distance', String(near)],
  );
  expect(nearest.objects.map(({ id }) => id)).toEqual(
    all.objects
      .filter(({ distance }) => distance <= near)
      .map(({ id }) => id)
      .sort((a, b) => a - b),
  );
});

it('strings by plain text in any case and by a regular expression', async () => {
  const found = async (match: string): Promise<readonly number[]> => {
    const { objects } = await answer<Objects>(
      ...(['objects', files.node, '--class', '(string)', '--sort', 'id', '--top', '1000'] as const),
      ...['--match', match],
    );
    return objects.map(({ id }) => id);
  };
  const plain = stringsOf(files.node, (text) => text.toLowerCase().includes('copyright joyent'));
  expect(plain.length).toBeGreaterThan(0);
  expect(await found('Copyright JOYENT')).toEqual(plain);
  const pattern = stringsOf(files.node, (text) => /^'use [a-z]+';\n/.test(text));
  expect(pattern.length).toBeGreaterThan(0);
  expect(await found("/^\"'use [a-z]+';/")).toEqual(pattern);
  const { status, err } = await command('objects', files.node, '--match', '/(a+)+$/');
  expect([status, err]).toEqual([1, expect.stringContaining('could run for ever')]);
});

it('elements that a page let go of', async () => {
  const { total, objects } = await answer<Objects>('objects', files.page, '--detached', '--top', '1000');
  expect(total).toBeGreaterThan(0);
  expect(objects.every(({ detached }) => detached === true)).toBe(true);
});

it('classes and rows of a diff by a pattern', async () => {
  const { classes } = await answer<Classes>('heap', files.node, '--match', '/^Leak/', '--min-size', '1');
  expect(classes.length).toBeGreaterThan(0);
  expect(classes.every(({ name }) => name.startsWith('Leak'))).toBe(true);
  const { rows } = await answer<{ rows: DiffRow[] }>(
    'diff',
    files.node,
    files.page,
    '--match',
    '/^Node \\//',
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ name }) => name.startsWith('Node /'))).toBe(true);
});

it('what would be freed if a step of a path were cut', async () => {
  const { objects } = await answer<Objects>('objects', files.node, '--class', 'Leaky', '--top', '1');
  const [path] = await answer<MergedPath[]>('paths', files.node, '--node', String(objects[0].id), '--freed');
  for (const { freed } of path.steps.slice(1)) expect(freed).toBeDefined();
  const last = path.steps.at(-1)?.freed;
  if (last?.otherHolders === 0)
    expect(last).toMatchObject({ keepsAlive: true, bytes: objects[0].retainedSize });
  else expect(last).toMatchObject({ bytes: 0 });
  const plain = await answer<MergedPath[]>('paths', files.node, '--node', String(objects[0].id));
  expect(plain[0].steps.some((step) => 'freed' in step)).toBe(false);
  const { out } = await command('paths', files.node, '--node', String(objects[0].id), '--freed');
  expect(out).toMatch(/\[cut: frees /);
});
