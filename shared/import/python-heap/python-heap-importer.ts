import { PYTHON_HEAP_MAGIC } from '../../model/python-heap-stream.js';
import type { Importer } from '../importer.js';
import { PythonHeapReader } from './python-heap-reader.js';

/** A CPython heap as the agent sends it. */
export const pythonHeapImporter: Importer = {
  id: 'python-heap',
  matches: (head) => [...PYTHON_HEAP_MAGIC].every((letter, at) => head[at] === letter.charCodeAt(0)),
  open: (options) => new PythonHeapReader(options.size, options.watch),
};
