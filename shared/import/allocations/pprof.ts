import type { AllocationImporter } from './allocation-importer.js';
import { readPprof } from './read-pprof.js';
import { UnreadBytes } from './unread-bytes.js';

/** pprof, unzipped, as Go, jemalloc's jeprof, tcmalloc, Parca and Pyroscope write it. */
export const pprofImporter: AllocationImporter = {
  id: 'pprof',
  matches: isPprof,
  open({ name, size }) {
    const bytes = new UnreadBytes(size);
    return { push: (chunk) => bytes.push(chunk), end: () => readPprof(bytes.whole(), name) };
  },
};

/** It has no magic. Every writer begins with its sample types: `0a`, a short length, then a type and a unit as numbers. */
function isPprof(head: Uint8Array): boolean {
  const [tag, size, type] = head;
  return (
    tag === 0x0a && size >= 2 && size <= 12 && (type === 0x08 || type === 0x10) && head.length > 2 + size
  );
}
