import { z } from 'zod';
import { senseless } from './answer-records.js';

const count = z.number().finite().min(0).max(Number.MAX_SAFE_INTEGER);

/** What `sample` answers; times in seconds of the target's monotonic clock. */
export const sampleAnswer = z.object({
  now: count,
  /** Processor time of the agent's thread since it began. */
  worked: count,
  blocks: z.number().finite(),
  counts: z.tuple([z.number(), z.number(), z.number()]),
  collections: count,
  traced: z.tuple([count, count]).optional(),
  /** In use, held free. */
  malloc: z.tuple([count, count]).optional(),
  /** In live blocks, in arenas. */
  pymalloc: z.tuple([count, count]).optional(),
  /** Start, length, generation. */
  pauses: z.array(z.tuple([count, count, count])).max(2000),
});

/** What `trace` answers, whatever it was asked. */
export const tracingAnswer = z.object({
  tracing: z.boolean(),
  ours: z.boolean(),
  frames: count,
  traced: count,
  peak: count,
  overhead: count,
  /** Why we ended it ourselves. */
  ended: z.enum(['', 'time', 'memory']),
});

/** What `count` answers: objects by type, and how long the program stood still for it, ms. */
export const inProcessCounts = z.object({
  total: count,
  pause: count,
  types: z.array(z.tuple([z.string(), count])).max(100_000),
});

/** What `burst` answers: how a sampling by bursts stands. Seconds; blocks are how many more the target has than at its start. */
export const burstAnswer = z.object({
  sampling: z.boolean(),
  on: count,
  whole: z.number().finite(),
  bursts: count,
  blocks: z.number().finite(),
});

export const collectorAnswer = z.object({
  enabled: z.boolean(),
  thresholds: z.array(z.number()).max(8),
  counts: z.array(z.number()).max(8),
  frozen: count,
  garbage: count,
  debug: z.number(),
});

/** What `starts` answers: number, name, and `file!function` of what each thread runs, empty where that is not known. */
export const startsAnswer = z.object({
  threads: z.array(z.tuple([count.int(), z.string().max(500), z.string().max(500)])).max(2000),
});

/** What `capture` answers: the child's PID as the target sees it, how long the fork held the GIL, ms, and whose fork it was. */
export const captureAnswer = z.object({ pid: count.int(), pause: count, raw: z.boolean() });

/** Throws a Failure for an answer of another shape. */
export function checked<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw senseless();
}
