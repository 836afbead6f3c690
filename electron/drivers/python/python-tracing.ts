import { Failure } from '../../../shared/base/failure.js';
import type { AllocationTracing, TracingState } from '../allocation-tracing.js';
import type { AgentLink } from './link/agent-link.js';
import type { ChildAnswer } from './link/answer-records.js';
import { checked, tracingAnswer } from './link/answers.js';
import { tracedAllocations } from './traced-allocations.js';

const ANSWER_LIMIT = 5000;
const MOST_FRAMES = 100;
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
 * traced. Where the target traces itself, that is read and left alone. `ask` has a forked child read the traces.
 */
export function pythonTracing(link: AgentLink, ask: Ask): AllocationTracing {
  // Filters are tracemalloc's: they choose among what was traced, and so cost nothing meanwhile.
  let filters: readonly (readonly [boolean, string])[] = [];
  const tell = async (words: string, signal: AbortSignal): Promise<TracingState> => {
    const { ended, ...state } = checked(
      tracingAnswer,
      await link.ask(`trace ${words}`, ANSWER_LIMIT, signal),
    );
    return { ...state, ...(ended && { ended }) };
  };
  return {
    async start(options, signal) {
      const frames = Math.min(MOST_FRAMES, Math.max(1, Math.trunc(options.frames)));
      filters = (options.filters ?? []).map(({ include, file }) => [include, file.slice(0, 1000)]);
      const { time = 0, bytes = 0 } = options.limit ?? {};
      await tell(`start ${frames} ${Math.max(0, time) / 1000} ${Math.max(0, bytes)}`, signal);
    },
    state: (signal) => tell('state', signal),
    async allocations(signal) {
      const { tracing, overhead } = await tell('state', signal);
      if (!tracing) {
        throw new Failure('not-tracing', 'Allocations are not traced now.', 'Start tracing first.');
      }
      const { records } = await ask({ filters }, BASE_MEMORY + overhead * COPIED_SHARE, signal);
      return tracedAllocations(records);
    },
    async stop(signal) {
      await tell('stop', signal);
    },
  };
}
