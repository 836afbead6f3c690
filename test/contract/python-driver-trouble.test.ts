import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { capturedPython } from '../helpers/captured-python.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import {
  agentFolder,
  endAllPythonTargets,
  pythonThings,
  startPythonTarget,
} from '../helpers/python-targets.js';

const real = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(30_000);
const ROUNDS = 3;

const attached: Attachment[] = [];
const driver = {
  async attach(...asked: Parameters<typeof real.attach>): Promise<Attachment> {
    const attachment = await real.attach(...asked);
    attached.push(attachment);
    return attachment;
  },
};

const ourDirectories = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`leakscope-${process.pid}-`));

const children = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    try {
      return readdirSync(`/proc/${pid}/task/${task}/children`);
    } catch {
      return [];
    }
  });

afterAll(async () => {
  // A test that failed, and passed when it was run again, did not come to it.
  await Promise.all(attached.map((attachment) => attachment.detach()));
  await endAllPythonTargets();
  expect(ourDirectories()).toEqual([]);
});

/** Starts a capture and stops it, or something else, once the child has begun to stream. */
async function interrupted(attachment: Attachment, act: (stop: () => void) => void): Promise<unknown> {
  const stopping = new AbortController();
  let begun = false;
  const sink = {
    write: async () => {
      if (begun) return;
      begun = true;
      act(() => stopping.abort());
    },
  };
  return attachment.captureHeap?.(sink, stopping.signal).then(
    () => 'whole',
    (error: unknown) => error,
  );
}

describe.concurrent.each(onePythonPerMinor().map((python) => [python.label, python] as const))(
  'CPython %s',
  (_, python) => {
    it('is read while another thread imports a module that the copy needs, too', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      const attachment = await driver.attach(target.process, signal());
      await capturedPython(attachment); // what the agent needs in the program itself is there
      await target.ask('import', /^importing/);
      const { heap } = await capturedPython(attachment);
      expect(heap.instances('__main__.Node').length).toBeGreaterThanOrEqual(1000);
      expect(heap.graph.python?.method).toBe(python.freeThreaded ? 'os.fork' : 'fork');
      expect((await attachment.objects?.counts(signal()))?.method).toBe('fork');
      if (!python.freeThreaded)
        expect((await attachment.threads?.({}, signal()))?.threads.length).toBeGreaterThan(1);
      await attachment.detach();
    });

    it('is as it was after rounds of attach, sample, capture and detach', async () => {
      const [target, twin] = await Promise.all([
        startPythonTarget(python, 'holder.py'),
        startPythonTarget(python, 'holder.py'),
      ]);
      const before = pythonThings(target.pid);
      const footprint = await target.ask('footprint', /^footprint/);
      for (let round = 0; round < ROUNDS; round++) {
        const attachment = await driver.attach(target.process, signal());
        attachment.takeGcEvents?.();
        await attachment.sample(signal());
        await capturedPython(attachment);
        await attachment.detach();
      }
      expect(pythonThings(target.pid)).toEqual(before);
      expect(children(target.pid)).toEqual(children(twin.pid));
      expect(await target.ask('footprint', /^footprint/)).toBe(footprint);
      await twin.ask('footprint', /^footprint/);
      await twin.ask('footprint', /^footprint/);
      expect(target.output()).toBe(twin.output());
      expect(target.errors()).toBe('');
    });

    it('survives a capture that is cancelled', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      const before = pythonThings(target.pid);
      await target.ask('grow', /^grown$/);
      const attachment = await driver.attach(target.process, signal());
      expect(await interrupted(attachment, (stop) => stop())).toMatchObject({ code: 'cancelled' });
      const { heap } = await capturedPython(attachment);
      expect(heap.graph.partial).toBeUndefined();
      await attachment.detach();
      expect(pythonThings(target.pid)).toEqual(before);
    });

    it('may be killed during a capture', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      await target.ask('grow', /^grown$/);
      const attachment = await driver.attach(target.process, signal());
      const lost = new Promise<string>((resolve) => attachment.onLost(resolve));
      const said = await interrupted(attachment, () => target.child.kill('SIGKILL'));
      expect(said).toMatchObject({ name: 'Failure' });
      expect(await lost).toBe('exited');
      await attachment.detach();
    });

    it('may fork while it is watched', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      const attachment = await driver.attach(target.process, signal());
      const child = Number((await target.ask('fork', /^forked/)).split(' ')[1]);
      expect(pythonThings(child).threads).toBe(1);
      await attachment.sample(signal());
      const { heap } = await capturedPython(attachment);
      expect(heap.graph.partial).toBeUndefined();
      const lost = new Promise<string>((resolve) => attachment.onLost(resolve));
      await target.end();
      expect(await lost).toBe('exited');
      await attachment.detach();
      process.kill(child, 'SIGKILL');
    });

    it('is left by the agent when our end breaks', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      const before = pythonThings(target.pid);
      const attachment = await driver.attach(target.process, signal());
      const link = (attachment as unknown as { agent: { link: { close(): void } } }).agent.link;
      const lost = new Promise<string>((resolve) => attachment.onLost(resolve));
      link.close();
      expect(await lost).toContain('connection broke');
      await attachment.detach();
      expect(pythonThings(target.pid)).toEqual(before);
    });
  },
);
