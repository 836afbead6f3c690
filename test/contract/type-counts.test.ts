import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createHost } from '../../electron/host/create-host.js';
import type { Host } from '../../electron/host/host.js';
import { type SessionId, snapshotId } from '../../shared/base/brand.js';
import { answer, command } from '../helpers/command.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';
import { scratchFolder } from '../helpers/session-file.js';

/** Live objects as the API and `leakscope types` give them, on real interpreters. */

const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');
const each = pythons.map((python) => [python.label, python] as const);

let host: Host;
beforeAll(() => {
  host = createHost({ shell: 'cli' });
});
afterAll(() => host.dispose());
afterEach(async () => {
  await endAllPythonTargets();
  await endAllTargets();
});

interface Counted {
  readonly total: number;
  readonly rows: readonly { readonly name: string; readonly count: number; readonly countDelta?: number }[];
}

async function attached(pid: number): Promise<SessionId> {
  const path = join(scratchFolder(onTestFinished), 'o.leakscope');
  const session = await host.api.recording.start({ pids: [pid], tree: false, interval: 50, path });
  onTestFinished(() => host.api.sessions.close(session).catch(() => undefined));
  await new Promise<void>((resolve) => {
    const look = async (): Promise<void> => {
      const [{ phase }] = await host.api.recording.attachments(session);
      if (phase === 'attaching') return;
      end();
      resolve();
    };
    const end = host.onEvent(() => void look());
    void look();
  });
  return session;
}

it.each(each)('API: CPython %s tells counts, holders, held ones, its collector', async (_, python) => {
  const target = await startPythonTarget(python, 'holder.py');
  const session = await attached(target.pid);
  const { recording, sessions } = host.api;
  const before = await recording.collector(session, 1);
  const counts = await recording.objectCounts(session, 1);
  expect(counts.types.find(({ name }) => name === '__main__.Node')?.count).toBe(1050);
  // It has switched it off itself.
  expect(before.enabled).toBe(false);
  expect(before.thresholds).toHaveLength(3);
  const { snapshot } = await recording.snapshot(session, 1);
  const { rows } = await host.api.snapshots.objects(snapshotId(`${session}/${snapshot.id}`), {
    className: '__main__.Slotted',
    sort: { by: 'id', descending: false },
    page: { from: 0, count: 1 },
  });
  const held = await recording.referents(session, 1, rows[0].id, { values: true });
  expect(held.object.type).toBe('__main__.Slotted');
  expect(held.rows.map(({ edge }) => edge)).toEqual(expect.arrayContaining(['left', 'right']));
  const left = held.rows.find(({ edge }) => edge === 'right');
  const holders = await recording.referrers(session, 1, left?.id ?? 0);
  expect(holders.rows.map(({ id }) => id)).toContain(rows[0].id);
  await expect(recording.referrers(session, 1, 8)).rejects.toMatchObject({ code: 'no-object' });
  await expect(recording.referrers(session, 1, -1)).rejects.toMatchObject({ code: 'bad-arguments' });
  await recording.stop(session);
  await sessions.close(session);
  expect(target.errors()).toBe('');
});

it('V8 tells its own too, after a collection', async () => {
  const target = await startNodeTarget('held.mjs');
  const session = await attached(target.pid);
  const { types } = await host.api.recording.objectCounts(session, 1);
  expect(types.find(({ name }) => name === 'HeldOne')).toEqual({ name: 'HeldOne', count: 1 });
  const { snapshot } = await host.api.recording.snapshot(session, 1);
  const id = snapshotId(`${session}/${snapshot.id}`);
  const sort = { by: 'id', descending: false } as const;
  const found = await host.api.snapshots.objects(id, {
    className: 'HeldOne',
    sort,
    page: { from: 0, count: 9 },
  });
  // What a snapshot showed is asked about while the program runs.
  const live = await host.api.recording.referrers(session, 1, found.rows[0]?.id ?? 0);
  expect(live.rows.map(({ edge }) => edge)).toContain('field');
  await host.api.recording.stop(session);
  const counted = await command('types', '--pid', String(target.pid), '--top', '1000');
  expect(counted.out).toMatch(/objects; counted in the process itself, pause/);
  expect(counted.out).toMatch(/1 +HeldOne/);
  const out = join(scratchFolder(onTestFinished), 'x.heapsnapshot');
  const refused = await command('snapshot', '--pid', String(target.pid), '--redact', '-o', out);
  expect(refused.status).toBe(1);
  expect(refused.err).toMatch(/cannot leave texts out/);
});

it('holders: who holds the objects of a class now', async () => {
  const target = await startNodeTarget('held.mjs');
  const of = ['--pid', String(target.pid), '--class', 'HeldOne'];
  const { out } = await command('holders', ...of);
  expect(out).toMatch(/1 live objects; 1 asked about/);
  expect(out).toMatch(/field {2}in {2}Holder/);
  expect(out).toMatch(/--whole/);
  const whole = await answer<{
    paths: readonly { steps: readonly { name: string }[] }[];
    cost: { pause: number };
  }>('holders', ...of, '--whole', '--limit', '20');
  expect(whole.paths.length).toBeGreaterThan(0);
  expect(whole.paths[0]?.steps.at(-1)?.name).toBe('HeldOne');
  expect(whole.cost.pause).toBeGreaterThan(0);
  const nothing = await command('holders', '--pid', String(target.pid), '--class', 'NoSuchClass');
  expect(nothing.status).toBe(1);
  expect(nothing.err).toMatch(/no live object of a class NoSuchClass/);
  target.signal('SIGUSR2');
  expect(await target.line(/^asked /)).toBe('asked 0');
});

it.each(each)('types, snapshot --redact: CPython %s', async (_, python) => {
  const target = await startPythonTarget(python, 'holder.py');
  const pid = String(target.pid);
  const once = await answer<Counted>('types', '--pid', pid, '--top', '1000');
  expect(once.rows.find(({ name }) => name === '__main__.Node')?.count).toBe(1050);
  const growing = await startPythonTarget(python, 'leaky.py', { silent: true });
  const twice = await answer<Counted>(
    'types',
    '--pid',
    String(growing.pid),
    '--again',
    '1s',
    '--top',
    '1000',
  );
  const grown = twice.rows.find(({ name }) => name === '__main__.Session');
  expect(grown?.countDelta).toBeGreaterThan(0);
  for (const { countDelta } of twice.rows) expect(countDelta).not.toBe(0);
  const { out, status } = await command('types', '--pid', pid);
  expect(status).toBe(0);
  expect(out).toMatch(/objects, .* by themselves; counted in a copy of the process/);
  expect(out).toMatch(/__main__\.Node/);
  const folder = scratchFolder(onTestFinished);
  const [open, closed] = ['open', 'closed'].map((name) => join(folder, `${name}.heapsnapshot`));
  await answer('snapshot', '--pid', pid, '-o', open);
  await answer('snapshot', '--pid', pid, '--redact', '-o', closed);
  expect(readFileSync(open, 'utf8')).toContain('node-7');
  expect(readFileSync(closed, 'utf8')).not.toContain('node-7');
  expect(target.errors()).toBe('');
});
