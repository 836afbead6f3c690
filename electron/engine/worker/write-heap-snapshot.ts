import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Failure, saying } from '../../../shared/base/failure.js';
import type { Watch } from '../../../shared/base/watch.js';
import { writeHeapSnapshot } from '../../../shared/format/heapsnapshot-writer.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';

/** Writes beside `path` and puts it in place when it is whole: what stood there is lost only to a whole file. */
export function writeHeapSnapshotFile(graph: HeapGraph, path: string, watch: Watch): void {
  const part = `${path}.part-${process.pid}-${Date.now()}`;
  let file: number | undefined;
  try {
    file = openSync(part, 'wx', 0o600);
    const open = file;
    writeHeapSnapshot(
      graph,
      (chunk) => {
        for (let at = 0; at < chunk.length; ) at += writeSync(open, chunk, at);
      },
      watch,
    );
    closeSync(file);
    file = undefined;
    renameSync(part, path);
  } catch (error) {
    if (file !== undefined) closeSync(file);
    rmSync(part, { force: true });
    throw unwritten(path, error);
  }
}

function unwritten(path: string, error: unknown): unknown {
  if (error instanceof Failure) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC')
    return new Failure('disk-full', `There is no room for ${path}.`, 'Free some disk space.');
  return new Failure('unwritable', `${path} cannot be written: ${saying(error)}.`, 'Choose another place.');
}
