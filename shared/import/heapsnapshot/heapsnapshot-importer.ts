import type { Importer } from '../importer.js';
import { HeapSnapshotReader } from './heapsnapshot-reader.js';

/** V8's heap snapshots and heap timelines, from any producer. */
export const heapSnapshotImporter: Importer = {
  id: 'heapsnapshot',
  matches: (head) => OPENING.test(asciiOf(head)),
  open: (options) => new HeapSnapshotReader(options.size, options.watch),
};

/** An object that begins with one of the format's sections; every known producer writes `snapshot` first. */
const OPENING = /^\s*\{\s*"(?:snapshot|nodes|edges|strings)"\s*:/;

/** The text of the first kilobyte, whatever follows ASCII as a `?`. */
function asciiOf(head: Uint8Array): string {
  const from = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  let text = '';
  for (const byte of head.subarray(from, 1024)) text += byte < 0x80 ? String.fromCharCode(byte) : '?';
  return text;
}
