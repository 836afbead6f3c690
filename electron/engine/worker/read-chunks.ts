import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Failure, saying } from '../../../shared/base/failure.js';
import type { HeapReader } from '../../../shared/import/importer.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';

/** Small enough to stay in the processor's cache between reading and scanning. */
const CHUNK = 1 << 18;

/** Feeds a file to the reader that `open` makes for its size. */
export function readChunks(path: string, open: (size: number) => HeapReader): HeapGraph {
  const file = opened(path);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Failure('not-a-file', `${path} is not a file.`, 'Choose a file.');
    const reader = open(stat.size);
    const chunk = new Uint8Array(CHUNK);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk))
      reader.push(chunk.subarray(0, read));
    return reader.end();
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new Failure('no-such-file', `There is no file ${path}.`, 'Check the path.');
    if (code === 'EACCES' || code === 'EPERM')
      throw new Failure('not-permitted', `${path} may not be read.`, 'Change its permissions, or its owner.');
    throw new Failure('unreadable', `${path} cannot be read: ${saying(error)}.`);
  }
}
