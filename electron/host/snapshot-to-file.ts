import { createWriteStream, existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { snapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { CaptureCost } from '../../shared/model/preflight.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { Attachment, Driver } from '../drivers/driver.js';
import { requireRedaction } from '../drivers/require-redaction.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import type { SnapshotCall, SnapshotResult } from './host.js';

/**
 * One heap snapshot of a process as a file that DevTools opens. A V8 heap is written as it comes; one of
 * CPython goes through the engine's columns. The file appears under its name only when it is whole.
 */
export async function snapshotToFile(
  driver: Driver,
  engine: HeapEngine,
  process: ProcessInfo,
  path: string,
  call: SnapshotCall,
): Promise<SnapshotResult> {
  if (existsSync(path))
    throw new Failure('exists', `${path} exists already.`, 'Choose another name, or remove it.');
  requireRedaction(process, call.options);
  const attachment = await driver.attach(process, call.signal, call.onWait);
  const partial = `${path}.partial`;
  try {
    if (!attachment.captureHeap)
      throw new Failure(
        'no-heap',
        `Process ${process.pid} has no heap that can be read.`,
        'Record it: RSS, regions and threads can be.',
      );
    const estimate = await attachment.estimateCapture?.(call.signal, call.options);
    if (estimate) call.onEstimate(estimate);
    if (estimate && !estimate.safe)
      throw new Failure('no-headroom', estimate.refusal ?? 'There is too little memory for a snapshot.');
    const capture = process.runtime.kind === 'v8' ? straight : throughColumns;
    const cost = await capture(attachment as Capturing, engine, partial, call);
    await rename(partial, path);
    const { pause, duration, extraMemory, method } = cost;
    return {
      ...{ bytes: statSync(path).size, pause, duration },
      ...(extraMemory !== undefined && { extraMemory }),
      ...(method !== undefined && { method }),
    };
  } finally {
    await attachment.detach();
    await rm(partial, { force: true });
  }
}

type Capturing = Attachment & Required<Pick<Attachment, 'captureHeap'>>;

async function straight(
  attachment: Capturing,
  _: HeapEngine,
  path: string,
  call: SnapshotCall,
): Promise<CaptureCost> {
  const file = createWriteStream(path, { mode: 0o600 });
  const broken = new Promise<never>((_, reject) =>
    file.once('error', (error) => reject(unwritable(path, error))),
  );
  broken.catch(() => {});
  const write = (chunk: Uint8Array): Promise<void> =>
    Promise.race([
      broken,
      new Promise<void>((resolve, reject) => {
        file.write(chunk, (error) => (error ? reject(unwritable(path, error)) : resolve()));
      }),
    ]);
  const progress = (done: number | undefined, phase: string): void => call.onProgress({ done, phase });
  const cost = await Promise.race([
    broken,
    attachment.captureHeap({ borrows: true, write, progress }, call.signal, call.options),
  ]);
  await Promise.race([broken, new Promise<void>((resolve) => file.end(resolve))]);
  return cost;
}

async function throughColumns(
  attachment: Capturing,
  engine: HeapEngine,
  path: string,
  { signal, onProgress, options }: SnapshotCall,
): Promise<CaptureCost> {
  const id = snapshotId(`file/${process.pid}`);
  const intake = engine.intake(id, { signal, onProgress });
  try {
    const progress = (done: number | undefined, phase: string): void => onProgress({ done, phase });
    const cost = await attachment.captureHeap(
      { borrows: true, write: (chunk) => intake.write(chunk), progress },
      signal,
      options,
    );
    await intake.end();
    await engine.exportHeapSnapshot(id, path, { signal, onProgress });
    return cost;
  } catch (error) {
    intake.abort();
    throw error;
  } finally {
    engine.drop(id);
  }
}

function unwritable(path: string, error: NodeJS.ErrnoException): Failure {
  const full = error.code === 'ENOSPC';
  return new Failure(
    full ? 'disk-full' : 'unwritable',
    full ? `The disk of ${path} is full.` : `${path} cannot be written: ${error.message}.`,
    full ? 'Free some space, or write elsewhere.' : 'Check the folder and its rights.',
  );
}
