import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Attachment, Driver } from '../../../electron/drivers/driver.js';
import { openSession } from '../../../electron/store/open-session.js';
import type { SessionReader } from '../../../electron/store/session-store.js';
import { Failure } from '../../../shared/base/failure.js';
import type { CaptureEstimate } from '../../../shared/model/preflight.js';
import { endTargets, type ProcessTarget, startTarget } from '../../helpers/process-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

/** What a driver was asked, and what has come of it; the test says when it goes on. */
interface Asked {
  readonly pid: number;
  readonly signal: AbortSignal;
  go(): void;
}

let attaches: Asked[];
let captures: Asked[];
let entering: number;
let most: number;
let left: number;
let atOnce: boolean;
/** Of each capture, where it can be told before. */
let extraMemory: number;

const ESTIMATE: CaptureEstimate = {
  ...{ pause: 1, extraMemory: 0, fileSize: 1, headroom: 1000, limitedBy: 'machine', safe: true, method: '' },
};

/** Real processes, a driver whose every step waits until the test lets it go on or its signal fires. */
const held: Driver = {
  runtime: 'native',
  preflight: async function* () {},
  async attach(process, signal): Promise<Attachment> {
    most = Math.max(most, ++entering);
    try {
      if (atOnce) attaches.push({ pid: process.pid, signal, go: () => undefined });
      else await step(attaches, process.pid, signal);
    } finally {
      entering--;
    }
    return {
      process,
      sample: async () => ({}),
      ...(extraMemory > 0 && { estimateCapture: async () => ({ ...ESTIMATE, extraMemory }) }),
      async captureHeap(_sink, limit) {
        await step(captures, process.pid, limit);
        throw new Failure('no-heap', 'It has none.');
      },
      onLost: () => undefined,
      async detach() {
        left++;
      },
    };
  },
};

const heard: (() => void)[] = [];

function step(list: Asked[], pid: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Failure('cancelled', 'It was cancelled.'));
    signal.addEventListener('abort', stop, { once: true });
    list.push({ pid, signal, go: resolve });
    for (const tell of heard.splice(0)) tell();
    if (signal.aborted) stop();
  });
}

async function asked(list: readonly Asked[], count: number): Promise<void> {
  while (list.length < count) await new Promise<void>((resolve) => heard.push(resolve));
}

let parts: RecorderUnderTest;
beforeEach(async () => {
  [attaches, captures, entering, most, left, atOnce, extraMemory] = [[], [], 0, 0, 0, false, 0];
  parts = await recorderUnderTest([held]);
});
afterEach(async () => {
  await parts.dispose();
  await endTargets();
});

const newFile = (): string => join(scratchFolder(onTestFinished), 'r.leakscope');
const cats = (count: number): readonly ProcessTarget[] =>
  Array.from({ length: count }, () => startTarget('cat', []));
const pidsOf = (targets: readonly ProcessTarget[]): number[] => targets.map(({ pid }) => pid);

function open(path: string): SessionReader {
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  return reader;
}

describe('the end of a recording', () => {
  test('calls off the attaches that are under way, and those that wait for their turn', async () => {
    const recording = await parts.start({ path: newFile(), pids: pidsOf(cats(9)), snapshots: ['end'] });
    await asked(attaches, 4);
    const end = await recording.stop();
    expect(attaches.map(({ signal }) => signal.aborted)).toEqual(Array(4).fill(true));
    expect([entering, left, captures.length]).toEqual([0, 0, 0]);
    expect(end.message).toMatch(/^No snapshot at the end: /);
    expect(open(recording.path).info().complete).toBe(true);
  });

  test('begins no other snapshot of the start', async () => {
    atOnce = true;
    const recording = await parts.start({ path: newFile(), pids: pidsOf(cats(3)), snapshots: ['start'] });
    await asked(captures, 1);
    const ended = recording.stop();
    captures[0]?.go();
    expect((await ended).message).toMatch(/No snapshot at start: .*the recording ended before their turn/);
    expect(captures).toHaveLength(1);
    expect(left).toBe(3);
  });

  test('asked for again, begins no other snapshot of the end', async () => {
    atOnce = true;
    const recording = await parts.start({ path: newFile(), pids: pidsOf(cats(3)), snapshots: ['end'] });
    await recording.settled();
    void recording.stop();
    await asked(captures, 1);
    const end = await recording.stop();
    expect(captures.map(({ signal }) => signal.aborted)).toEqual([true]);
    expect(end.message).toContain('the recording ended before their turn');
    expect(left).toBe(3);
  });

  test('has a limit for all its snapshots, which it tells', async () => {
    atOnce = true;
    const recording = await parts.start({
      ...{ path: newFile(), pids: pidsOf(cats(5)), snapshots: ['end'], endSnapshotsWithin: 1 },
    });
    await recording.settled();
    const end = await recording.stop();
    expect(captures.every(({ signal }) => signal.aborted)).toBe(true);
    expect(captures.length).toBeLessThan(5);
    expect(end.message).toMatch(
      /No snapshot at the end: .* of 5 targets: the time for them, 0.2 ms, was over before their turn/,
    );
    expect(left).toBe(5);
  });
});

describe('snapshots of many processes', () => {
  test.each([
    ['two at a time', 400, 2],
    ['one at a time where memory is short for two', 600, 1],
  ])('are taken %s', async (_, each, atATime) => {
    [atOnce, extraMemory] = [true, each];
    const targets = cats(5);
    const recording = await parts.start({ path: newFile(), pids: pidsOf(targets), snapshots: ['end'] });
    await recording.settled();
    const ended = recording.stop();
    for (let done = 0; done < targets.length; done++) {
      await asked(captures, Math.min(done + atATime, targets.length));
      expect(captures).toHaveLength(Math.min(done + atATime, targets.length));
      captures[done]?.go();
    }
    await ended;
    expect(captures.map(({ pid }) => pid)).toEqual(pidsOf(targets));
  });
});

describe('many processes', () => {
  test('are entered a few at a time', async () => {
    const targets = cats(11);
    const recording = await parts.start({ path: newFile(), pids: pidsOf(targets) });
    for (let done = 0; done < targets.length; done++) {
      await asked(attaches, Math.min(done + 4, targets.length));
      expect(entering).toBeLessThanOrEqual(4);
      attaches[done]?.go();
    }
    await recording.settled();
    expect(most).toBe(4);
    expect(attaches.map(({ pid }) => pid)).toEqual(pidsOf(targets));
    await recording.stop();
    expect(left).toBe(11);
  });

  test('that are gone before they are a second old are not entered', async () => {
    atOnce = true;
    const root = startTarget('sh', [
      '-c',
      'read go; for n in 1 2 3 4 5; do sleep 0.5 & done; wait; sleep 600 & echo $!; wait',
    ]);
    const recording = await parts.start({ path: newFile(), pids: [root.pid], tree: true });
    await recording.settled();
    root.say('go');
    const last = Number(await root.line());
    onTestFinished(() => {
      try {
        process.kill(last);
      } catch {
        // It was ended before.
      }
    });
    await until(recording, () =>
      recording.attachments().some(({ pid, phase }) => pid === last && phase === 'attached'),
    );
    expect(attaches.map(({ pid }) => pid)).toEqual([root.pid, last]);
    await recording.stop();
  });
});
