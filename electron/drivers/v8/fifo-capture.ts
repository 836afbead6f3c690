import { constants, open } from 'node:fs';
import { promisify } from 'node:util';
import { Failure, saying } from '../../../shared/base/failure.js';
import type { PrivateDirectory } from '../private-directory.js';
import { within } from '../time-limit.js';
import { showBuilding } from './building-progress.js';
import { CAPTURE_LIMIT, type Capture, type TakenCapture } from './capture.js';
import { INTO_PIPE } from './capture-forecast.js';
import type { Inside } from './inside.js';
import { PeakMemory } from './peak-memory.js';
import { PipeReader } from './pipe-reader.js';

/** What writes a snapshot into a FIFO at a path of the target's. */
export type SnapshotWriter = Pick<Inside, 'writeSnapshot'>;

/** A bare descriptor: the socket made of it closes it. */
const openDescriptor = promisify(open) as (path: string, flags: number) => Promise<number>;

let lastFifo = 0;

/**
 * A snapshot as `v8.writeHeapSnapshot` writes it, through a FIFO: at that speed, with no file, and with the
 * kernel holding the target back while the sink is not ready. Undefined when the target could not begin
 * (a file permission, another file system): nothing has been written then, and another way can be taken.
 */
export async function captureThroughFifo(
  capture: Capture & { readonly inside: SnapshotWriter; readonly directory: PrivateDirectory },
): Promise<TakenCapture | undefined> {
  const { inside, directory, sink, expected, signal, options = {} } = capture;
  const name = `heap-${++lastFifo}`;
  const pipe = await openPipe(directory, name).catch(() => undefined);
  if (!pipe) return undefined;
  const began = performance.now();
  const memory = new PeakMemory(capture.pid);
  const told = showBuilding(capture);
  let taken = 0;

  const writing = inside
    .writeSnapshot(
      directory.there(name),
      { exposeInternals: options.internals === true, exposeNumericValues: options.numericValues === true },
      { limit: CAPTURE_LIMIT },
    )
    .then(
      (pause) => ({ pause, error: undefined }),
      (error: unknown) => ({ pause: 0, error }),
    );
  // Nothing arrives after the target has given up before its first byte: no writer, so no end either.
  writing.then(({ error }) => error && setTimeout(() => pipe.destroy(), 200));
  pipe.firstByte.then(told.stop);
  try {
    for (;;) {
      const block = await within(pipe.next(), CAPTURE_LIMIT, stalled, signal);
      if (!block) break;
      taken += block.length;
      await within(sink.write(block), CAPTURE_LIMIT, stalled, signal);
      if (sink.borrows) pipe.giveBack(block);
      sink.progress?.(Math.min(0.99, taken / expected.fileSize), 'reading the snapshot');
    }
    const { pause, error } = await writing;
    if (error) {
      if (taken === 0 && !isLost(error)) return undefined;
      throw interrupted(error, taken);
    }
    const duration = performance.now() - began;
    return { pause, duration, extraMemory: memory.stop(), bytes: taken, method: INTO_PIPE };
  } finally {
    told.stop();
    memory.stop();
    // Held until the target has found its way out: it must never wait for a reader that is gone.
    void letGo(pipe, writing);
  }
}

async function openPipe(directory: PrivateDirectory, name: string): Promise<PipeReader> {
  await directory.makeFifo(name);
  return new PipeReader(
    await openDescriptor(directory.here(name), constants.O_RDONLY | constants.O_NONBLOCK),
  );
}

/** A target that still builds finishes that, and stops at its first byte, into a pipe that is closed. */
async function letGo(pipe: PipeReader, writing: Promise<unknown>): Promise<void> {
  await Promise.race([writing, pipe.firstByte]);
  pipe.destroy();
}

const stalled = (): Failure =>
  new Failure(
    'snapshot-stalled',
    'The snapshot has not moved for half an hour.',
    'Take another when the target runs.',
  );

const isLost = (error: unknown): boolean => error instanceof Failure && error.code === 'target-lost';

function interrupted(error: unknown, taken: number): Failure {
  return new Failure(
    'snapshot-interrupted',
    `The snapshot broke off after ${Math.round(taken / 1e6)} MB. ${saying(error)}`,
    'What was read is not a whole snapshot; take another.',
  );
}
