import { printable } from '../../shared/base/printable.js';

/** How a snapshot is taken, as a person reads it. */
export const captureMethod = (method: string): string => SAID.get(method) ?? printable(method, 500);

const SAID: ReadonlyMap<string, string> = new Map([
  ['fork', 'A forked child walks the heap while your program goes on.'],
  [
    'in-process',
    'Your program is read itself, some milliseconds at a time with as long for it in between: no copy is made, but it takes longer, and what changes meanwhile may be seen half.',
  ],
]);
