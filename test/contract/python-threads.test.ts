import { existsSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import type { ManagedTask, ManagedThread } from '../../shared/model/managed-thread.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';

const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(30_000);
const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');

const POLL = { timeout: 20_000, interval: 100 };

afterEach(endAllPythonTargets);

const named = (threads: readonly ManagedThread[]): ((name: string) => ManagedThread) => {
  return (name) => {
    const found = threads.find((thread) => thread.name === name);
    if (!found) throw new Error(`no thread ${name} among ${threads.map((each) => each.name)}`);
    return found;
  };
};

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) => {
  it('tells its threads, what they wait for, and the types of their locals', async () => {
    const target = await startPythonTarget(python, 'waiting.py');
    const attachment = await driver.attach(target.process, signal());
    let threads: readonly ManagedThread[] = [];
    // On a starved machine it may not have come to wait yet.
    await expect
      .poll(async () => {
        threads = (await attachment.threads?.({}, signal()))?.threads ?? [];
        return threads.filter(({ waitsFor }) => waitsFor === undefined).map(({ name }) => name);
      }, POLL)
      .not.toContain('MainThread');
    await attachment.detach();
    const thread = named(threads);
    expect(thread('MainThread').daemon).toBe(false);
    expect(thread('MainThread').id).toBe(target.pid);
    expect(thread('MainThread').waitsFor).toMatch(/^(pipe|socket)$/); // its stdin
    expect(thread('on event').daemon).toBe(true);
    const waits = ['on event', 'on queue', 'on join', 'on sleep', 'on socket', 'on lock', 'loop'].map(
      (name) => thread(name).waitsFor,
    );
    expect(waits).toEqual([
      'event',
      'queue',
      'join of on sleep',
      'sleep',
      'a connection',
      'lock',
      'events of its loop',
    ]);
    const frame = thread('on event').frames.find((each) => each.function === 'on_event');
    expect(frame?.file).toMatch(/waiting\.py$/);
    expect(frame?.line).toBe(25);
    expect(frame?.locals).toEqual([
      { name: 'event', type: 'threading.Event' },
      { name: 'ready', type: 'threading.Semaphore' },
      { name: 'text', type: 'str' },
      { name: 'number', type: 'list' },
      { name: 'hidden', type: '__main__.Secret' },
    ]);
    expect(thread('on event').frames.map((each) => each.function.split('.').at(-1))).toEqual([
      '_bootstrap',
      '_bootstrap_inner',
      'run',
      'on_event',
      'wait',
      'wait',
    ]);
    expect(target.output()).toBe('ready\n');
    expect(target.errors()).toBe('');
  });

  it('names its threads and what they run, without a stop and without code of theirs', async () => {
    const target = await startPythonTarget(python, 'threads.py');
    const attachment = await driver.attach(target.process, signal());
    const names = (await attachment.nameThreads?.(signal())) ?? new Map();
    await attachment.detach();
    expect(names.get(target.pid)?.name).toBe('MainThread');
    const started = [...names.values()].map(({ name, start }) => `${name}: ${start}`).sort();
    expect(started).toContain('plain: threads.py!serve');
    expect(started).toContain('bound: threads.py!Server.handle');
    expect(started).toContain('derived: threads.py!Worker.run');
    expect(started).toContain('hostile: threads.py!Hostile.run');
    expect(started).toContain('wait: (built-in)!sleep');
    expect(started.some((one) => /^ThreadPoolExecutor-0_0: thread\.py!_worker$/.test(one))).toBe(true);
    expect(target.output()).toBe('ready\n');
    expect(target.errors()).toBe('');
  });

  it('tells values only when asked, and runs no code of theirs', async () => {
    const target = await startPythonTarget(python, 'waiting.py');
    const attachment = await driver.attach(target.process, signal());
    const { threads } = (await attachment.threads?.({ values: true }, signal())) ?? { threads: [] };
    await attachment.detach();
    const frame = named(threads)('on event').frames.find((each) => each.function === 'on_event');
    const value = (name: string): string | undefined =>
      frame?.locals.find((local) => local.name === name)?.value;
    expect(value('text')).toBe("'a text'");
    expect(value('number')).toBe("[1, 2, {'key': None}]");
    expect(value('hidden')).toMatch(/^<__main__\.Secret at 0x[0-9a-f]+>$/);
    expect(target.output()).toBe('ready\n');
  });

  it('tells tasks with their chains', async () => {
    const target = await startPythonTarget(python, 'waiting.py');
    const attachment = await driver.attach(target.process, signal());
    const { tasks } = (await attachment.threads?.({}, signal())) ?? { tasks: [] };
    await attachment.detach();
    const task = (name: string): ManagedTask => {
      const found = tasks.find((each) => each.name === name);
      if (!found) throw new Error(`no task ${name} among ${tasks.map((each) => each.name)}`);
      return found;
    };
    const awaiter = (name: string): string | undefined => tasks[task(name).awaitedBy]?.name;
    expect(task('inner').frames.map((each) => each.function)).toEqual(['middle', 'leaf']);
    expect(task('inner').frames[1]?.locals).toEqual([{ name: 'local_of_leaf', type: 'str' }]);
    expect(task('inner').state).toBe('waits for a Future');
    expect(task('waits').state).toBe('waits for a task');
    expect([awaiter('inner'), awaiter('first'), awaiter('second')]).toEqual(['waits', 'gathers', 'gathers']);
    expect(awaiter('waits')).toBeUndefined();
    if (python.minor >= 11) expect([awaiter('member'), awaiter('grouped')]).toEqual(['groups', undefined]);
    expect(target.errors()).toBe('');
  });

  it.each([
    ['a thread', [], ['the end of other threads']],
    // 3.8 joins an executor's threads after the others, as one of what is called at exit.
    ['an executor', ['pool'], ['the end of other threads', 'join of ThreadPoolExecutor-0_0']],
  ] as const)('tells that its main thread has ended and waits for %s', async (_, args, waits) => {
    const target = await startPythonTarget(python, 'finishing.py', { args });
    if (python.minor === 12) {
      // It lets nobody begin a thread from there on.
      await expect(driver.attach(target.process, signal())).rejects.toMatchObject({
        code: 'python-entry',
        remedy: expect.stringContaining('3.12 begins no thread'),
      });
      return;
    }
    const attachment = await driver.attach(target.process, signal());
    await expect
      .poll(async () => {
        const { threads } = (await attachment.threads?.({}, signal())) ?? { threads: [] };
        return named(threads)('MainThread').waitsFor;
      }, POLL)
      .toSatisfy((said: string) => (waits as readonly string[]).includes(said));
    await attachment.detach();
    expect(target.errors()).toBe('');
  });

  it('tells which pool waits for which process', async () => {
    const target = await startPythonTarget(python, 'waiting.py', { args: ['pools'] });
    const [, workers = '', executor = ''] = /workers (\S+) executor (\d+)/.exec(target.output()) ?? [];
    const attachment = await driver.attach(target.process, signal());
    const { threads } = (await attachment.threads?.({}, signal())) ?? { threads: [] };
    await attachment.detach();
    const thread = named(threads);
    expect(thread('on pool').waitsFor).toBe(`a pool's processes ${workers.split(',').join(', ')}`);
    expect(thread('on future').waitsFor).toBe('future');
    expect(threads.map((each) => each.waitsFor)).toContainEqual(
      expect.stringMatching(`^results of process(es)? .*\\b${executor}\\b`),
    );
    expect(target.errors()).toBe('');
    // They die with it; were one killed before, its pool would start another.
    await target.end();
    for (const pid of [...workers.split(','), executor]) while (existsSync(`/proc/${pid}/exe`)) await turn();
  });
});
