import { decodeUtf8 } from '../../model/byte-strings.js';
import type { AllocationImporter } from './allocation-importer.js';
import { HeaptrackReader } from './heaptrack-reader.js';
import { LineSplitter } from './line-splitter.js';

/** heaptrack's data, decompressed, as `heaptrack` writes it after its interpreter: versions 1 to 3 of the file format. */
export const heaptrackImporter: AllocationImporter = {
  id: 'heaptrack',
  matches: (head) => /^v [0-9a-f]+(?: [0-9a-f]+)?\r?\n/.test(decodeUtf8(head, 0, Math.min(40, head.length))),
  open({ name }) {
    const reader = new HeaptrackReader(name);
    const lines = new LineSplitter((line) => reader.line(line));
    return {
      push: (chunk) => lines.push(chunk),
      end() {
        lines.end();
        return reader.end();
      },
    };
  },
};
