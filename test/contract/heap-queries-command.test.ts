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

it('one class by its whole name, also in a diff, which counts only its objects by anything else', async () => {
  const { classes } = await answer<Classes>('heap', files.node, '--class', 'Leaky');
  expect(classes.map(({ name }) => name)).toEqual(['Leaky']);
  const rows = async (...flags: readonly string[]) =>
    (await answer<{ rows: DiffRow[] }>('diff', files.page, files.node, ...flags)).rows;
  const [leaky, ...others] = await rows('--class', 'Leaky');
  expect([leaky.name, others]).toEqual(['Leaky', []]);
  const paths = await rows('--class', 'Leaky', '--by', 'path');
  expect(paths.reduce((sum, { addedCount }) => sum + addedCount, 0)).toBe(leaky.addedCount);
  const all = await rows();
  const large = await rows('--min-size', '10000');
  expect(large).toEqual(all.filter((row) => Math.max(row.addedSize, row.removedSize) >= 10_000));
  const near = await rows('--max-distance', '1');
  expect(near.length).toBeGreaterThan(0);
  expect(near.length).toBeLessThan(all.length);
});

it('objects that are new since another snapshot, and those that are gone', async () => {
  const since = ['objects', files.node, '--since', files.page, '--class', 'Leaky', '--top', '1000'] as const;
  const fresh = await answer<Objects>(...since);
  expect(fresh.objects.every(({ age }) => age === 'new')).toBe(true);
  const gone = await answer<Objects>(...since, '--age', 'deleted');
  const survived = await answer<Objects>(...since, '--age', 'survived');
  const before = await answer<Objects>('objects', files.page, '--class', 'Leaky');
  expect(fresh.total).toBeGreaterThan(10);
  expect(gone.total + survived.total).toBe(before.total);
  expect((await answer<Objects>(...since, '--still-in', files.node)).total).toBe(fresh.total);
  expect((await command('objects', files.node, '--age', 'new')).status).toBe(2);
});

it('texts that are there more than once, by size, number and pattern', async () => {
  type Texts = { total: number; strings: { text: string; count: number; size: number; saving: number }[] };
  const all = await answer<Texts>('strings', files.node, '--top', '1000');
  const copies = new Map<string, number>();
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(files.node, 'utf8'));
  const fields: string[] = snapshot.meta.node_fields;
  const [type, name, self] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  for (let at = 0; at < nodes.length; at += fields.length)
    if (nodes[at + type] === snapshot.meta.node_types[0].indexOf('string') && nodes[at + self] > 0)
      copies.set(strings[nodes[at + name]], (copies.get(strings[nodes[at + name]]) ?? 0) + 1);
  expect(all.total).toBe([...copies.values()].filter((count) => count > 1).length);
  for (const { text, count } of all.strings.slice(0, 20))
    if (text.length < 300) expect(copies.get(text)).toBe(count);
  const [first] = all.strings;
  const found = async (...flags: readonly string[]) =>
    (await answer<Texts>('strings', files.node, '--sort', 'count', ...flags)).strings;
  const bounds = ['--min-size', String(first.size), '--min-count', String(first.count)] as const;
  expect(await found('--match', '/^\\/\\/ Copy[a-z]+/', ...bounds)).toEqual([first]);
  expect(await found('--match', '/^Copy/')).toEqual([]);
  expect(await found('--min-size', String(first.size + 1))).toEqual([]);
});

it('the dominator tree, a level of it, and what of a class or text is topmost in it', async () => {
  type Rows = {
    total: number;
    rows: { id?: number; name: string; className?: string; retainedSize: number }[];
  };
  const top = await answer<Rows>('dominators', files.node, '--top', '5');
  expect(top.rows).toHaveLength(5);
  const below = await answer<Rows>(
    'dominators',
    files.node,
    '--node',
    String(top.rows[0].id),
    '--top',
    '1000',
  );
  const kept = below.rows.reduce((sum, { retainedSize }) => sum + retainedSize, 0);
  expect(kept).toBeLessThanOrEqual(top.rows[0].retainedSize);
  const leaky = await answer<Rows>('dominators', files.node, '--class', 'Leaky', '--top', '1000');
  expect(leaky.total).toBeGreaterThan(0);
  expect(leaky.rows.every(({ className }) => className === 'Leaky')).toBe(true);
  const [asClass] = (await answer<Rows>('dominators', files.node, '--class', 'Leaky', '--by', 'class')).rows;
  expect(asClass.retainedSize).toBe(leaky.rows.reduce((sum, { retainedSize }) => sum + retainedSize, 0));
  const { classes } = await answer<Classes>('heap', files.node, '--class', 'Leaky');
  // Each byte once: what the class retains as a whole.
  expect(asClass.retainedSize).toBe(classes[0].retainedSize);
  const large = await answer<Rows>('dominators', files.node, '--min-retained', '100000', '--top', '1000');
  expect(large.rows.every(({ retainedSize }) => retainedSize >= 100_000)).toBe(true);
});
