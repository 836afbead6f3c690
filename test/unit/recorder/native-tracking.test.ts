import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NativeAllocations } from '../../../electron/drivers/native-allocations.js';
import type { Journal } from '../../../electron/recorder/journal.js';
import { NativeTracking } from '../../../electron/recorder/native-tracking.js';
import { TargetRun } from '../../../electron/recorder/target-run.js';
import type { NativeTool } from '../../../shared/api/recording.js';
import type { ProcessInfo } from '../../../shared/model/process.js';

/** Tools that begin when they are told to, which no real one does on demand. */
class Tool implements NativeAllocations {
  readonly cost = 'Nothing.';
  running = false;
  begin: () => void = () => {};
  fail: (error: Error) => void = () => {};
  readonly done: string[] = [];
  size = 0;

  constructor(readonly tool: NativeTool) {}

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.begin = () => {
        this.running = true;
        resolve();
      };
      this.fail = reject;
    });
  }

  written(): number {
    return this.size;
  }

  async read() {
    this.done.push('read');
    return [];
  }

  async stop(): Promise<void> {
    this.running = false;
    this.done.push('stop');
  }

  async remove(): Promise<void> {
    this.done.push('remove');
  }
}

const target = new TargetRun(
  1,
  { pid: 7, name: 'app', runtime: { kind: 'native', flavour: 'native' } } as ProcessInfo,
  'app',
);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let heaptrack: Tool;
let bpftrace: Tool;
let tracking: NativeTracking;
let marks: string[];
/** As they are told. */
let phases: (string | undefined)[];
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  heaptrack = new Tool('heaptrack');
  bpftrace = new Tool('bpftrace');
  marks = [];
  phases = [];
  tracking = new NativeTracking({
    journal: {
      now: () => 0,
      mark: (_: string, text: string) => marks.push(text),
      changes: { tell: () => phases.push(target.native?.phase) },
    } as unknown as Journal,
    engine: { importAllocations: async () => [] },
    nativeWays: () => [heaptrack, bpftrace],
  });
});

test('an end while a tool is being brought in waits for it, and takes it out again', async () => {
  const started = tracking.start(target, 'heaptrack');
  await turn();
  const finished = tracking.finish();
  heaptrack.begin();
  await Promise.all([started, finished]);
  expect([heaptrack.running, tracking.runs(target)]).toEqual([false, false]);
  expect(heaptrack.done).toEqual(['stop', 'read', 'remove']);
});

test('a second tool is refused while one is in, or on its way', async () => {
  const started = tracking.start(target, 'heaptrack');
  await expect(tracking.start(target, 'bpftrace')).rejects.toThrow(
    /app \(7\) is traced by heaptrack already/,
  );
  await turn();
  heaptrack.begin();
  await Promise.all([started, tracking.start(target, 'heaptrack')]);
  await expect(tracking.start(target, 'bpftrace')).rejects.toThrow(/already/);
  await tracking.finish();
  expect(bpftrace.done).toEqual([]);
});

test('one that does not begin is forgotten, with what it wrote', async () => {
  const started = tracking.start(target, 'heaptrack');
  await turn();
  const finished = tracking.finish();
  heaptrack.fail(new Error('no'));
  await expect(started).rejects.toThrow('no');
  await finished;
  expect(tracking.runs(target)).toBe(false);
  expect(heaptrack.done).toEqual(['remove']);
});

test('a tool that has written more than can be read is ended, which is said', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const started = tracking.start(target, 'heaptrack');
  await turn();
  heaptrack.begin();
  await started;
  heaptrack.size = 1;
  await vi.advanceTimersByTimeAsync(5000);
  expect(tracking.runs(target)).toBe(true);
  heaptrack.size = 5e9;
  await vi.advanceTimersByTimeAsync(5000);
  while (!heaptrack.done.includes('remove')) await turn();
  expect([heaptrack.running, tracking.runs(target)]).toEqual([false, false]);
  expect(marks.join('\n')).toMatch(/it is ended, for heaptrack has written 5\.00\sGB/);
});

test('how far a tool is is told at every step, and why its reading is not there', async () => {
  const started = tracking.start(target, 'heaptrack');
  await turn();
  heaptrack.begin();
  await started;
  await tracking.stop(target);
  expect(phases).toEqual(['entering', 'tracing', 'leaving', 'reading', 'failed']);
  expect(target.native).toEqual({
    ...{ tool: 'heaptrack', phase: 'failed', message: 'heaptrack saw no allocation.' },
  });
});

test('a tool that came with the program is taken before those that are here', async () => {
  const came = new Tool('heaptrack');
  const started = tracking.adopt(target, came);
  await turn();
  came.begin();
  await started;
  expect(came.running).toBe(true);
  expect(tracking.ways(target).map((way) => way)).toEqual([came, bpftrace]);
  await tracking.stop(target);
  expect(came.done).toEqual(['stop', 'read', 'remove']);
});
