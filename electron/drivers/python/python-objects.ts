import { z } from 'zod';
import { Failure } from '../../../shared/base/failure.js';
import type {
  LiveObject,
  NeighbourOptions,
  Neighbours,
  ObjectCounts,
} from '../../../shared/model/live-objects.js';
import type { ObjectInspection } from '../object-inspection.js';
import { hasRoom, memoryOf } from './capture-estimate.js';
import type { ChildProgram } from './link/agent-files.js';
import type { AgentLink } from './link/agent-link.js';
import { type ChildAnswer, senseless } from './link/answer-records.js';
import { checked, collectorAnswer, inProcessCounts } from './link/answers.js';
import { countFromOutside } from './outside/outside-counts.js';

const ANSWER_LIMIT = 5000;
/** A count in the program itself holds the interpreter: a few seconds for tens of millions of objects. */
const COUNT_LIMIT = 30_000;
const BASE_MEMORY = 32 << 20;
const ROWS = 1000;
const MOST_ROWS = 100_000;

type Ask = (
  program: ChildProgram,
  options: Readonly<Record<string, unknown>>,
  memory: number,
  signal: AbortSignal,
) => Promise<ChildAnswer>;

export interface PythonObjects extends ObjectInspection {
  /** In the program itself, which stands meanwhile. */
  countsWithin(signal: AbortSignal): Promise<ObjectCounts>;
}

/** Live objects of one interpreter; `ask` has a forked child look. */
export function pythonObjects(pid: number, link: AgentLink, ask: Ask): PythonObjects {
  // Each object's count of references is written once: its page is copied.
  const needed = (): number => BASE_MEMORY + memoryOf(pid, 'RssAnon') * 1.2;
  const neighbours = async (
    question: 'referrers' | 'referents',
    id: number,
    { limit = ROWS, values = false }: NeighbourOptions,
    signal: AbortSignal,
  ): Promise<Neighbours> => {
    const most = Math.min(MOST_ROWS, Math.max(0, Math.trunc(limit)));
    const options = { question, id: Math.trunc(id), limit: most, values };
    const { records } = await ask('neighbours', options, needed(), signal);
    const answer = checked(neighboursAnswer, records.json());
    if (!answer.found) {
      throw new Failure(
        'no-object',
        `There is no object at 0x${id.toString(16)} now, or nothing that the collector knows holds it.`,
        'Take a new snapshot: addresses of an older one may have been freed.',
      );
    }
    return {
      object: liveObject(answer.object),
      total: answer.total,
      rows: answer.rows.map((row) => ({ ...liveObject(row), edge: row[3] })),
    };
  };
  const countsWithin = async (signal: AbortSignal): Promise<ObjectCounts> => {
    const { total, pause, types } = checked(inProcessCounts, await link.ask('count', COUNT_LIMIT, signal));
    return {
      ...{ total, pause, method: 'in-process' },
      types: types.map(([name, count]) => ({ name, count })),
    };
  };
  return {
    countsWithin,
    async counts(signal): Promise<ObjectCounts> {
      if (!hasRoom(pid, needed())) {
        const outside = await countFromOutside(pid, signal).catch(() => undefined);
        if (outside) return outside;
        signal.throwIfAborted();
        return countsWithin(signal);
      }
      const { records, pause } = await ask('counts', {}, needed(), signal);
      const { total, bytes, types } = checked(countsAnswer, records.json());
      return {
        total,
        bytes,
        method: 'fork',
        pause,
        types: types.map(([name, count, size]) => ({ name, count, bytes: size })),
      };
    },
    referrers: (id, options, signal) => neighbours('referrers', id, options, signal),
    referents: (id, options, signal) => neighbours('referents', id, options, signal),
    collector: async (signal) => checked(collectorAnswer, await link.ask('collector', ANSWER_LIMIT, signal)),
  };
}

const count = z.number().int().min(0);
const countsAnswer = z.object({
  total: count,
  bytes: count,
  types: z.array(z.tuple([z.string(), count, count])).max(MOST_ROWS),
});
const row = z.tuple([count, z.string(), count, z.string(), z.string().optional()]);
const neighboursAnswer = z.discriminatedUnion('found', [
  z.object({ found: z.literal(false) }),
  z.object({ found: z.literal(true), object: row, total: count, rows: z.array(row).max(MOST_ROWS) }),
]);

function liveObject([id, type, bytes, , value]: z.infer<typeof row>): LiveObject {
  if (!Number.isSafeInteger(id)) throw senseless();
  return { id, type, bytes, ...(value !== undefined && { value }) };
}
