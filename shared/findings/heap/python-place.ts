import type { SourcePlace } from '../../model/finding.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { frameStep } from '../frame-step.js';
import { follow, isString, NOTHING, nameOf } from './look.js';

/** Texts of a snapshot are cut at this: a longer name of a file is not whole. */
const CUT = 200;

/** Where a frame stands, with the whole name of its file where the snapshot has it. */
export function framePlace(index: HeapIndex, frame: number): SourcePlace | undefined {
  const step = frame === NOTHING ? undefined : frameStep(nameOf(index, frame));
  if (!step) return undefined;
  return { ...step, file: codeFile(index, follow(index, frame, 'f_code')) ?? step.file };
}

/** Where a function begins: from its code, named `predict (app.py:12)`. */
export function codePlace(index: HeapIndex, code: number): SourcePlace | undefined {
  const step = code === NOTHING ? undefined : frameStep(nameOf(index, code));
  return step && { ...step, file: codeFile(index, code) ?? step.file };
}

function codeFile(index: HeapIndex, code: number): string | undefined {
  const name = follow(index, code, 'co_filename');
  const text = isString(index, name) ? nameOf(index, name) : '';
  return text.length > 0 && text.length < CUT ? text : undefined;
}

/** Python's own modules, and packages that were installed, of Node too: rarely where a leak is written. */
export function isLibrary(file: string): boolean {
  return /[\\/]lib[\\/]python\d|[\\/]((site|dist)-packages|node_modules)[\\/]|^<frozen|[\\/]lib[\\/]pypy/.test(
    file,
  );
}
