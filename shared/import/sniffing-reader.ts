import type { HeapGraph } from '../model/heap-graph.js';
import { type HeapReader, type Importer, type ImportOptions, pickImporter } from './importer.js';

/** What an importer looks at. */
const HEAD = 1024;

/** A reader for whichever format the first kilobyte shows. */
export function sniffingReader(importers: readonly Importer[], options: ImportOptions = {}): HeapReader {
  let head: Uint8Array | undefined = new Uint8Array(0);
  let reader: HeapReader | undefined;
  const begin = (seen: Uint8Array): HeapReader => {
    const chosen = pickImporter(importers, seen.subarray(0, HEAD)).open(options);
    chosen.push(seen);
    head = undefined;
    reader = chosen;
    return chosen;
  };
  return {
    push(chunk) {
      if (reader) return reader.push(chunk);
      const seen = joined(head ?? new Uint8Array(0), chunk);
      if (seen.length < HEAD) head = seen;
      else begin(seen);
    },
    end(): HeapGraph {
      return (reader ?? begin(head ?? new Uint8Array(0))).end();
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
