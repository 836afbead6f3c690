import { snapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { Neighbours } from '../../shared/model/live-objects.js';
import type { CaptureCost } from '../../shared/model/preflight.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { MergedPath } from '../../shared/model/snapshot-rows.js';
import type { Attachment, Driver } from '../drivers/driver.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import type { SnapshotCall } from './host.js';

export interface HoldersQuery {
  readonly className: string;
  /** Objects that are asked about; with `whole` paths that are told. */
  readonly most: number;
  /** By a snapshot that is taken for this alone and kept nowhere: it sees closures, private fields and native holders too. */
  readonly whole?: boolean;
}

export interface Holders {
  /** Live objects of the class; absent with `whole`. */
  readonly count?: number;
  readonly objects?: readonly Neighbours[];
  /** From the roots, with `whole`. */
  readonly paths?: readonly MergedPath[];
  readonly cost?: CaptureCost;
}

/** Attaches, asks who holds the objects of a class now, and leaves. Nothing is written. */
export async function findHolders(
  driver: Driver,
  engine: HeapEngine,
  process: ProcessInfo,
  query: HoldersQuery,
  call: SnapshotCall,
): Promise<Holders> {
  const attachment = await driver.attach(process, call.signal, call.onWait);
  try {
    // CPython names no objects by their class; a snapshot of it is taken in a copy of the process.
    const whole = query.whole || (!attachment.inspection && process.runtime.kind === 'cpython');
    return await (whole ? bySnapshot(attachment, engine, query, call) : live(attachment, query, call));
  } finally {
    await attachment.detach();
  }
}

async function live(
  attachment: Attachment,
  { className, most }: HoldersQuery,
  { signal }: SnapshotCall,
): Promise<Holders> {
  const { inspection } = attachment;
  if (!inspection)
    throw new Failure(
      'cannot',
      `Process ${attachment.process.pid} does not tell which objects are of a class.`,
      'Ask with --whole: by a snapshot that is kept nowhere.',
    );
  const count = await inspection.countInstances(className, signal);
  if (count === 0) throw none(className);
  return { count, objects: await inspection.holdersOf(className, most, signal) };
}

async function bySnapshot(
  attachment: Attachment,
  engine: HeapEngine,
  { className, most }: HoldersQuery,
  { signal, onEstimate, onProgress }: SnapshotCall,
): Promise<Holders> {
  if (!attachment.captureHeap)
    throw new Failure('no-heap', `Process ${attachment.process.pid} has no heap that can be read.`);
  const estimate = await attachment.estimateCapture?.(signal);
  if (estimate) onEstimate(estimate);
  if (estimate && !estimate.safe)
    throw new Failure('no-headroom', estimate.refusal ?? 'There is too little memory for a snapshot.');
  const id = snapshotId(`holders/${attachment.process.pid}`);
  const intake = engine.intake(id, { signal, onProgress });
  try {
    const progress = (done: number | undefined, phase: string): void => onProgress({ done, phase });
    const sink = { borrows: true, write: (chunk: Uint8Array) => intake.write(chunk), progress };
    const cost = await attachment.captureHeap(sink, signal);
    await intake.end();
    const paths = await engine.paths(id, { className, limit: most });
    if (paths.length === 0) throw none(className);
    return { paths, cost };
  } catch (error) {
    intake.abort();
    throw error;
  } finally {
    engine.drop(id);
  }
}

const none = (className: string): Failure =>
  new Failure(
    'no-object',
    `There is no live object of a class ${className.slice(0, 100)}.`,
    'leakscope types --pid shows which there are.',
  );
