import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { chosenReadings } from '../../../electron/api/chosen-readings.js';
import { sessionEntry } from '../../../electron/api/session-entry.js';
import type { AllocationTracing } from '../../../electron/drivers/allocation-tracing.js';
import type { Driver } from '../../../electron/drivers/driver.js';
import type { Recording } from '../../../electron/recorder/recording.js';
import { openSession } from '../../../electron/store/open-session.js';
import { sessionId } from '../../../shared/base/brand.js';
import { Failure } from '../../../shared/base/failure.js';
import { StackBuilder, WeightBuilder } from '../../../shared/import/allocations/profile-builder.js';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';
import { endTargets, startTarget } from '../../helpers/process-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

/** Allocations that were asked for and could not be read: that is told, and not taken for a recording without them. */

let answer: (signal: AbortSignal) => Promise<AllocationTable>;
let asked: number;
let onAsked: () => void;
let stopped: (signal: AbortSignal) => Promise<void>;

const tracing: AllocationTracing = {
  start: async () => undefined,
  state: () => Promise.reject(new Failure('cannot', 'Nobody asks.')),
  allocations(signal) {
    asked++;
    onAsked();
    return answer(signal);
  },
  stop: (signal) => stopped(signal),
};

/** A real process; what is read of it comes when the test says so. */
const driver: Driver = {
  runtime: 'native',
  preflight: async function* () {},
  attach: async (process) => ({
    ...{ process, tracing, sample: async () => ({}), onLost: () => undefined, detach: async () => undefined },
  }),
};

const never = (signal: AbortSignal): Promise<AllocationTable> =>
  new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new Failure('cancelled', 'Cancelled.'))),
  );

let parts: RecorderUnderTest;
let path: string;
beforeEach(async () => {
  parts = await recorderUnderTest([driver]);
  [asked, onAsked, answer] = [0, () => undefined, never];
  stopped = async () => undefined;
});
afterEach(async () => {
  await parts.dispose();
  await endTargets();
});

async function record(): Promise<Recording> {
  path = join(scratchFolder(onTestFinished), 'r.leakscope');
  const { pid } = startTarget('cat', []);
  const recording = await parts.start({ path, pids: [pid], allocations: true });
  await recording.settled();
  await until(recording, () => recording.allocationOffers(1).some(({ running }) => running));
  return recording;
}

const firstAsked = (): Promise<void> =>
  asked > 0
    ? Promise.resolve()
    : new Promise((resolve) => {
        onAsked = resolve;
      });

function whyNone(): Failure | undefined {
  const entry = sessionEntry(sessionId('s1'), openSession(path), false);
  onTestFinished(() => entry.close());
  try {
    chosenReadings(entry, {});
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const marks = (): readonly string[] => {
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  return reader
    .info()
    .marks.filter(({ kind }) => kind === 'allocations-failed')
    .map(({ text }) => text);
};

function oneStack(): AllocationTable {
  const [stacks, weights] = [new StackBuilder(), new WeightBuilder()];
  weights.add(stacks.stack(-1, stacks.frame('keep', 'a.py', 1)), 5);
  return weights.table(stacks.table());
}

describe('a reading that does not come', () => {
  test('is given up when the recording is to end at once, and told at its end and in its file', async () => {
    const recording = await record();
    await firstAsked();
    void recording.stop();
    const { message } = await recording.stop();
    expect(message).toMatch(/^No allocations of cat \(\d+\): They were not read within \d+ s\. Fewer frames/);
    expect(marks()).toEqual([
      expect.stringMatching(/^allocations of cat \(\d+\) are not read: They were not read/),
    ]);
    expect(whyNone()).toMatchObject({
      code: 'no-allocations',
      message: expect.stringMatching(/allocations of cat \(\d+\) are not read: They were not read within/),
    });
  });

  test('is not told of a recording that has others, but as its last', async () => {
    answer = async () => oneStack();
    const recording = await record();
    await recording.keepAllocations(1);
    answer = never;
    const before = asked;
    void recording.stop();
    while (asked === before)
      await new Promise<void>((resolve) => {
        onAsked = resolve;
      });
    const { message } = await recording.stop();
    expect(message).toMatch(/^No last reading of the allocations of cat \(\d+\): They were not read/);
    expect(whyNone()).toBeUndefined();
  });
});

describe('the end of a tracking whose last reading does not come', () => {
  const ends = (recording: Recording): Promise<void> => recording.trackAllocations(1, undefined);
  const isRunning = (recording: Recording): boolean =>
    recording.allocationOffers(1).some(({ running }) => running);

  test('is waited for half a minute, then the tracking ends without it and says so', async () => {
    const recording = await record();
    await firstAsked();
    const tracked: string[] = [];
    stopped = async () => void tracked.push('stopped');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const ended = ends(recording);
    const told = expect(ended).rejects.toThrow(
      /^The tracking has ended; its last reading is not in the session\. They were not read within/,
    );
    await vi.advanceTimersByTimeAsync(30_000);
    vi.useRealTimers();
    await told;
    expect(tracked).toEqual(['stopped']);
    expect(isRunning(recording)).toBe(false);
    await recording.stop();
  });

  test('ends at once where it is asked a second time', async () => {
    const recording = await record();
    await firstAsked();
    const [first, second] = await Promise.allSettled([ends(recording), ends(recording)]);
    expect([first.status, second.status]).toContain('rejected');
    expect(isRunning(recording)).toBe(false);
    await recording.stop();
  });

  test('behind a capture that goes on it is not waited for either', async () => {
    // Whatever it is asked, it does not hear it: as a turn that does not come.
    answer = () => new Promise(() => {});
    const recording = await record();
    await firstAsked();
    await Promise.allSettled([ends(recording), ends(recording)]);
    expect(isRunning(recording)).toBe(false);
    await recording.stop();
  });

  test('a target that does not take the end stays in the list, and is ended again', async () => {
    answer = async () => oneStack();
    const recording = await record();
    await firstAsked();
    stopped = never as unknown as typeof stopped;
    await expect(ends(recording)).rejects.toThrow(/^cat \(\d+\) did not answer: .* may be tracked still/);
    expect(isRunning(recording)).toBe(true);
    stopped = async () => undefined;
    await ends(recording);
    expect(isRunning(recording)).toBe(false);
    await recording.stop();
  });
});

test('who asks for a reading hears why there is none; the mark is made once', async () => {
  const recording = await record();
  answer = () => Promise.reject(new Failure('no-room', 'There is no room.', 'Make some.'));
  await expect(recording.keepAllocations(1)).rejects.toThrow('There is no room.');
  await expect(recording.keepAllocations(1)).rejects.toThrow('There is no room.');
  const { message } = await recording.stop();
  expect(message).toMatch(/^No allocations of cat \(\d+\): There is no room\. Make some\.$/);
  expect(marks()).toHaveLength(1);
});

test('a program that ends before its first reading leaves a mark', async () => {
  const { pid } = startTarget('cat', []);
  path = join(scratchFolder(onTestFinished), 'r.leakscope');
  const recording = await parts.start({ path, pids: [pid], allocations: true });
  await recording.settled();
  await until(recording, () => recording.allocationOffers(1).some(({ running }) => running));
  process.kill(pid);
  await recording.ended;
  expect(marks().at(-1)).toMatch(/^tracking of cat \(\d+\) ended before its allocations were read/);
  expect(whyNone()?.message).toMatch(/ended before its allocations were read/);
});
