import { type FindingRule, leak } from '../rule.js';
import { located } from '../signs.js';
import { waitingFor } from '../waiting-for.js';

/** A task that never ends, of processes: a pool's worker waits for work, its parent for the worker to end. */
export const hangingProcess: FindingRule = {
  id: 'hanging-process',
  judge(evidence) {
    const waiting = waitingFor(evidence);
    // Where a traceback keeps the pool, that is the cause.
    const kept = evidence.heap?.tracebacks.some(({ keeps }) =>
      keeps.some(({ className }) => POOL.test(className)),
    );
    if (!waiting || kept) return leak([]);
    const { place, pid, signs } = waiting;
    return leak([
      {
        rule: 'task-growth',
        severity: 'medium',
        confidence: 'likely',
        title: `This process never ends: it waits for its child ${pid}, which waits for work`,
        because: `Neither moved between the snapshots.${place?.function ? ` The child belongs to a pool that ${place.function} started and did not shut down.` : ''}`,
        ...located(place),
        pin: 'hang:',
        advice:
          'Shut the pool down in a with statement, also where a call raises: an exception that is kept keeps its frame, and with it the future and the pool.',
        signs,
      },
    ]);
  },
};

const POOL = /(Executor|Pool|Process|Popen)$/;
