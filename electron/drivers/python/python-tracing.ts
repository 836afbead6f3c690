import { Failure } from '../../../shared/base/failure.js';
import type { AllocationTracing, TracingOptions, TracingState } from '../allocation-tracing.js';
import { type BurstFigures, burstEstimate } from './burst-estimate.js';
import type { AgentLink } from './link/agent-link.js';
import type { ChildAnswer } from './link/answer-records.js';
import { burstAnswer, checked, tracingAnswer } from './link/answers.js';
import { smallBlocks, tracedAllocations } from './traced-allocations.js';

const ANSWER_LIMIT = 5000;
const MOST_FRAMES = 100;
/** Of the time that bursts of a sampling take. */
const SHARE = 0.03;
/** A list of the traces, beside what they take themselves; and what a child needs in any case. */
const COPIED_SHARE = 2;
const BASE_MEMORY = 64 << 20;

type Ask = (
  options: Readonly<Record<string, unknown>>,
  memory: number,
  signal: AbortSignal,
) => Promise<ChildAnswer>;

/**
 * tracemalloc of one interpreter: up to 26 times slower while it is on with one frame, and as much memory again as is
 * traced; in bursts 2 to 3 times slower with any number. Where the target traces itself, that is read and left alone. `ask` has a
 * forked child read the traces.
 */
export function pythonTracing(link: AgentLink, ask: Ask): AllocationTracing {
  // Filters are tracemalloc's: they choose among what was traced, and so cost nothing meanwhile.
  let filters: readonly (readonly [boolean, string])[] = [];
  let sampling = false;
  const tell = async (words: string, signal: AbortSignal): Promise<TracingState> => {
    const { ended, ...state } = checked(
      tracingAnswer,
      await link.ask(`trace ${words}`, ANSWER_LIMIT, signal).catch((error: unknown) => {
        throw error instanceof Failure && error.message.includes('covered') ? covered() : error;
      }),
    );
    return { ...state, ...(ended && { ended }) };
  };
  const burst = async (words: string, signal: AbortSignal): Promise<BurstFigures | undefined> => {
    const figures = checked(burstAnswer, await link.ask(`burst ${words}`, ANSWER_LIMIT, signal));
    return figures.sampling ? figures : undefined;
  };
  const begin = (options: TracingOptions): string => {
    const frames = Math.min(MOST_FRAMES, Math.max(1, Math.trunc(options.frames)));
    filters = (options.filters ?? []).map(({ include, file }) => [include, file.slice(0, 1000)]);
    const { time = 0, bytes = 0 } = options.limit ?? {};
    return `start ${frames} ${Math.max(0, time) / 1000} ${Math.max(0, bytes)}`;
  };
  return {
    async start(options, signal) {
      sampling = false;
      await tell(begin(options), signal);
    },
    async startSampled(options, signal) {
      let begun: BurstFigures | undefined;
      try {
        begun = await burst(`${begin(options)} ${SHARE}`, signal);
      } catch (error) {
        if (error instanceof Failure && error.message.includes('no-sampling')) throw noSampling();
        // It may have begun all the same, and only its answer come too late.
        await tell('stop', AbortSignal.timeout(ANSWER_LIMIT)).catch(() => undefined);
        throw error;
      }
      if (!begun) throw tracesItself();
      sampling = true;
    },
    async state(signal) {
      const state = await tell('state', signal);
      const figures = sampling && state.ours ? await burst('state', signal) : undefined;
      if (!figures) return state;
      const { bursts, on, whole } = figures;
      return { ...state, sampled: { bursts, share: whole > 0 ? Math.min(1, on / whole) : 0 } };
    },
    async allocations(signal) {
      const { tracing, overhead } = await tell('state', signal);
      const figures = tracing && sampling ? await burst('state', signal) : undefined;
      // A tracing that the target has begun after ours is none of a sampling.
      if (!tracing || (sampling && !figures)) {
        throw new Failure('not-tracing', 'Allocations are not traced now.', 'Start tracing first.');
      }
      const { records } = await ask({ filters }, BASE_MEMORY + overhead * COPIED_SHARE, signal);
      const table = tracedAllocations(records);
      return figures ? burstEstimate(table, smallBlocks(records, table.length), figures) : table;
    },
    async stop(signal) {
      sampling = false;
      await tell('stop', signal);
    },
  };
}

const noSampling = (): Failure =>
  new Failure(
    'no-sampling',
    'The allocations of this Python cannot be sampled: it has no GIL, or its memory goes through an allocator that is not its own.',
    'Trace them for a short time, or take two heap snapshots.',
  );

const tracesItself = (): Failure =>
  new Failure(
    'traces-itself',
    'The program traces its allocations itself, so that they cannot be sampled.',
    'Read its own traces instead: trace allocations.',
  );

const covered = (): Failure =>
  new Failure(
    'tracing-covered',
    'Tracing goes on: the program has put an allocator of its own on top of it, and what that serves could not be freed without it.',
    'Stop it when the program has taken its allocator away; until then it costs what tracing costs.',
  );
