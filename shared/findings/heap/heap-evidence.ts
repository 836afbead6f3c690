import type { HeapEvidence } from '../../model/heap-evidence.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { cacheFacts } from './caches.js';
import { closureGroups, timerGroups } from './closures.js';
import { cycleGroups } from './cycles.js';
import { growingPaths } from './growing-paths.js';
import { newNodes } from './new-nodes.js';
import { programFiles } from './program-files.js';
import { stackFacts, threadFacts } from './python-threads.js';
import { stringFacts } from './strings.js';
import { taskFacts } from './tasks.js';
import { tracebackGroups } from './tracebacks.js';

/** Gathers what rules judge from two snapshots of one target; `repeats`: something was done so often between them. Runs where the graphs are: a few passes over each. */
export function heapEvidence(base: HeapIndex, compared: HeapIndex, repeats?: number): HeapEvidence {
  const fresh = newNodes(base, compared);
  const python = compared.graph.python;
  return {
    producer: compared.graph.producer,
    reached: { before: base.retainedSize[0], after: compared.retainedSize[0] },
    growing: growingPaths(base, compared, fresh, repeats),
    closures: closureGroups(base, compared, fresh),
    timers: timerGroups(base, compared),
    tracebacks: tracebackGroups(base, compared),
    cycles: cycleGroups(base, compared, fresh),
    caches: cacheFacts(base, compared),
    threads: threadFacts(base.graph.python?.threads ?? [], python?.threads ?? []),
    tasks: taskFacts(base, compared),
    strings: stringFacts(base, compared),
    stacks: stackFacts(base.graph.python?.threads ?? [], python?.threads ?? []),
    files: programFiles(compared),
    ...(python?.gc && { collector: python.gc }),
  };
}
