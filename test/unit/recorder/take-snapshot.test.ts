import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Attachment, HeapSink } from '../../../electron/drivers/driver.js';
import type { HeapEngine } from '../../../electron/engine/heap-engine.js';
import { OneAtATime } from '../../../electron/recorder/one-at-a-time.js';
import { takeSnapshot } from '../../../electron/recorder/take-snapshot.js';
import { openSession } from '../../../electron/store/open-session.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { Failure } from '../../../shared/base/failure.js';
import { NODE_TARGET, newSession, scratchFolder } from '../../helpers/session-file.js';

type Step = 'estimate' | 'capture' | 'write' | 'end' | 'store';
const boom = new Failure('boom', 'It broke here.', 'Mend it.');

/** A driver and an engine that do what is asked, but fail, or cancel the capture, at one step. */
function breakingAt(step: Step | undefined, act: () => void) {
  const log: string[] = [];
  const reach = (here: Step): void => {
    log.push(here);
    if (here === step) act();
  };
  const attachment: Partial<Attachment> = {
    async estimateCapture() {
      reach('estimate');
      const size = { pause: 1, extraMemory: 1, fileSize: 1, headroom: 1 };
      return { ...size, limitedBy: 'machine', method: 'test', safe: true };
    },
    async captureHeap(sink: HeapSink) {
      reach('capture');
      for (let n = 0; n < 3; n++) await sink.write(Uint8Array.of(n));
      return { pause: 7, duration: 9 };
    },
  };
  const engine: Partial<HeapEngine> = {
    intake: () => ({
      write: async () => reach('write'),
      async end() {
        reach('end');
        return { producer: 'v8', nodes: 3, edges: 4, totalSize: 5, timings: {} };
      },
      abort: () => void log.push('abort'),
    }),
    async storeColumns(_, sink) {
      for (let part = 0; part < 3; part++) {
        if (part === 1) reach('store');
        await sink({ column: 'name', part, data: Uint8Array.of(part) });
      }
    },
    has: () => log.includes('end') && !log.includes('drop'),
    drop: () => void log.push('drop'),
  };
  return { log, attachment: attachment as Attachment, engine: engine as HeapEngine };
}

function session() {
  const writer = newSession(join(scratchFolder(onTestFinished), 's.leakscope'));
  const target = writer.addTarget(NODE_TARGET);
  const reader = openSession(writer.path);
  onTestFinished(() => {
    reader.close();
    writer.abandon();
  });
  return { reader, begin: () => writer.beginSnapshot(target, 100) };
}

const id = (number: number) => snapshotId(`s/${number}`);

describe('a snapshot on its way into the file', () => {
  test('arrives whole', async () => {
    const { reader, begin } = session();
    const { attachment, engine } = breakingAt(undefined, () => {});
    const way = { attachment, engine, begin, snapshotId: id };
    const { snapshot, cost } = await takeSnapshot(way, new AbortController().signal, undefined);
    expect(snapshot).toEqual({ id: 1, target: 1, at: 100, nodes: 3, edges: 4, bytes: 5, pause: 7 });
    expect(cost.pause).toBe(7);
    expect(reader.info().snapshots).toEqual([snapshot]);
    expect(reader.snapshotColumns(1).columns()).toEqual([{ column: 'name', parts: 3 }]);
  });

  test.each<Step>(['estimate', 'capture', 'write', 'end', 'store'])(
    'fails or is cancelled at its %s: nothing is left, in the file or the engine',
    async (step) => {
      const { reader, begin } = session();
      const failing = breakingAt(step, () => {
        throw boom;
      });
      const way = { begin, snapshotId: id };
      await expect(
        takeSnapshot({ ...way, ...failing }, new AbortController().signal, undefined),
      ).rejects.toBe(boom);
      expect(failing.engine.has(id(1))).toBe(false);
      if (step === 'capture' || step === 'write') expect(failing.log).toContain('abort');

      const cancel = new AbortController();
      const cancelled = breakingAt(step, () => {
        cancel.abort();
        throw new Error('the wire says it otherwise');
      });
      const taking = takeSnapshot({ ...way, ...cancelled }, cancel.signal, undefined);
      await expect(taking).rejects.toMatchObject({ code: 'cancelled' });
      expect(cancelled.engine.has(id(2))).toBe(false);

      expect(reader.info().snapshots).toEqual([]);
      for (const number of [1, 2]) expect(reader.snapshotColumns(number).columns()).toEqual([]);
    },
  );

  test('is refused where head-room is short, before anything is asked of the target', async () => {
    const { reader, begin } = session();
    const { attachment, engine, log } = breakingAt(undefined, () => {});
    const estimateCapture: Attachment['estimateCapture'] = async () => ({
      ...{ pause: 1, extraMemory: 9e9, fileSize: 1, headroom: 1, limitedBy: 'cgroup', method: 'test' },
      ...{ safe: false, refusal: 'It needs 9 GB and has 1.' },
    });
    const way = { attachment: { ...attachment, estimateCapture }, engine, begin, snapshotId: id };
    await expect(takeSnapshot(way, new AbortController().signal, undefined)).rejects.toMatchObject({
      code: 'no-headroom',
      message: 'It needs 9 GB and has 1.',
    });
    expect(log).toEqual([]);
    expect(reader.info().snapshots).toEqual([]);
  });
});

test('one at a time, in order, whatever the one before did', async () => {
  const queue = new OneAtATime();
  const log: string[] = [];
  const job = (name: string, fails = false) =>
    queue.run(async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ends`);
      if (fails) throw boom;
    });
  const all = [job('a'), job('b', true), job('c')];
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  await queue.idle();
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});
