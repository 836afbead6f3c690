import { z } from 'zod';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';
import { type AnswerRecords, senseless } from './link/answer-records.js';
import { checked } from './link/answers.js';

const MOST_ROWS = 50_000_000;

const described = z.object({
  files: z.array(z.string()).max(MOST_ROWS),
  /** Function, row of `files`, line. */
  frames: z.array(z.tuple([z.string(), z.number().int().min(0), z.number().int()])).max(MOST_ROWS),
});

/**
 * What `traces.py` sends: one row a distinct stack, weight its bytes, count its blocks. A frame's line is the line that
 * ran, not the function's beginning. tracemalloc keeps no order in time: every ordinal is 0.
 */
export function tracedAllocations(records: AnswerRecords): AllocationTable {
  const { files, frames } = checked(described, records.json());
  const prefix = new Int32Array(records.column('SPRE', 4));
  const frame = new Uint32Array(records.column('SFRA', 4));
  const stack = new Int32Array(records.column('RSTK', 4));
  const weight = new Float64Array(records.column('RBYT', 8));
  const count = new Float64Array(records.column('RCNT', 8));
  const fits =
    prefix.length === frame.length &&
    prefix.every((row, at) => row >= -1 && row < at) &&
    frame.every((row) => row < frames.length) &&
    stack.every((row) => row >= 0 && row < prefix.length) &&
    frames.every(([, file]) => file < files.length) &&
    weight.length === stack.length &&
    count.length === stack.length;
  if (!fits) throw senseless();
  return {
    length: stack.length,
    stack,
    weight,
    ordinal: new Float64Array(stack.length),
    count,
    stacks: {
      length: prefix.length,
      prefix,
      frame,
      frames: {
        length: frames.length,
        name: frames.map(([name]) => name),
        file: frames.map(([, file]) => files[file] ?? ''),
        line: Uint32Array.from(frames, ([, , line]) => Math.max(0, line)),
      },
    },
  };
}

/** Blocks of each row that pymalloc serves, which is what the growth of a program in blocks counts. */
export function smallBlocks(records: AnswerRecords, rows: number): Float64Array {
  const small = new Float64Array(records.column('RSML', 8));
  if (small.length !== rows) throw senseless();
  return small;
}
