import { steppedByName } from '../../../shared/analysis/allocations/named-steps.js';
import { timelineAllocations } from '../../../shared/analysis/allocations/timeline-allocations.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { pathNumbers } from '../../../shared/analysis/path-keys.js';
import { makeRetainers } from '../../../shared/analysis/retainers.js';
import { heapEvidence } from '../../../shared/findings/heap/heap-evidence.js';
import { heldEntries } from '../../../shared/findings/heap/held-entries.js';
import { encodeCallTree } from '../../../shared/format/call-tree-columns.js';
import { callsAs } from '../../../shared/format/calls/calls-as.js';
import { ALL_IMPORTERS } from '../../../shared/import/all-importers.js';
import { inNearOrder } from '../../../shared/import/near-order.js';
import { sniffingReader } from '../../../shared/import/sniffing-reader.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { collectSoon } from '../collect-garbage.js';
import { flatten, unflatten } from '../flat-heap.js';
import type { EngineJobs, OpenedHeap } from '../messages.js';
import { addUpCalls } from './add-up-calls.js';
import type { Answers } from './answers.js';
import { checkedIndex } from './checked-index.js';
import type { HeldHeaps } from './held-heaps.js';
import { importAllocations, imported } from './import-allocations.js';
import type { JobInput } from './job-input.js';
import type { JobWatch } from './job-watch.js';
import { packed, unpack } from './packed-column.js';
import { readChunks } from './read-chunks.js';
import { readWithHelper } from './read-with-helper.js';
import { scanPlan } from './scan-plan.js';
import { scanTail } from './scan-tail.js';
import { summaryOf } from './summary.js';
import { writeCalls } from './write-calls.js';
import { writeHeapSnapshotFile } from './write-heap-snapshot.js';

export interface JobContext {
  readonly heaps: HeldHeaps;
  readonly answer: Answers;
  readonly watch: JobWatch;
  readonly input: JobInput;
}

/** Bytes of buffers after which this thread lets go of them. */
const TIDY = 32 << 20;
let litter = 0;

/** The one table of what a thread of the engine can do. */
export function engineJobs({ heaps, answer, watch, input }: JobContext): EngineJobs {
  /** Nothing but the columns outlives a load: what it left is collected before the next. */
  const opened = (index: HeapIndex): OpenedHeap => {
    const heap = flatten(index);
    collectSoon();
    return { heap, summary: summaryOf(index, watch.timings()) };
  };
  const letGo = (bytes: number): void => {
    litter += bytes;
    if (litter < TIDY) return;
    litter = 0;
    collectSoon();
  };
  return {
    planScan: async (path) => scanPlan(path),
    async load(path, plan) {
      const graph =
        (plan && readWithHelper(plan, watch)) ??
        readChunks(path, (size) => sniffingReader(ALL_IMPORTERS, { size, watch }));
      return opened(buildHeapIndex(inNearOrder(graph, watch), watch));
    },
    scanTail: async (plan) => scanTail(plan, watch),
    async intake() {
      const reader = sniffingReader(ALL_IMPORTERS, { watch });
      for await (const chunk of input) reader.push(chunk);
      return opened(buildHeapIndex(inNearOrder(reader.end(), watch), watch));
    },
    adopt: async (heap) => opened(checkedIndex(unflatten(heap), watch)),
    async retainers(snapshot) {
      const { graph, distance } = heaps.get(snapshot);
      return flatten({ retainers: makeRetainers(graph, distance, watch) });
    },
    async paths(snapshot) {
      const paths = pathNumbers(heaps.get(snapshot), watch);
      return paths && flatten({ paths });
    },
    query: async (method, args) => answer(method, args, watch),
    evidence: async (base, compared, repeats) => heapEvidence(heaps.get(base), heaps.get(compared), repeats),
    entries: async (snapshot, objects) => heldEntries(heaps.get(snapshot), objects),
    async pack(column) {
      letGo(column.length);
      return packed(column);
    },
    async unpack(data, target) {
      letGo(target.length);
      unpack(data, target);
    },
    exportHeapSnapshot: async (snapshot, path) =>
      writeHeapSnapshotFile(heaps.get(snapshot).graph, path, watch),
    importAllocations: (path) => importAllocations(path, watch),
    async heapAllocations(snapshot) {
      const heap = heaps.get(snapshot);
      const profile = timelineAllocations(heap.graph, heap);
      return profile && imported(profile);
    },
    callTree: async (parts, steps) => encodeCallTree(steppedByName(addUpCalls(parts), steps)),
    exportCalls: async (parts, steps, format, facts, path) => {
      const calls = steppedByName(addUpCalls(parts), steps);
      await writeCalls(path, callsAs(format, calls, facts), { gzip: format === 'pprof' }, watch);
    },
  };
}
