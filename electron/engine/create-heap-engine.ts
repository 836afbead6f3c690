import { availableParallelism } from 'node:os';
import type { SnapshotSummary } from '../../shared/api/snapshots.js';
import type { SnapshotId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import type { WrittenAt } from '../../shared/model/snapshot-rows.js';
import { collectSoon } from './collect-garbage.js';
import { type FlatHeap, flatten } from './flat-heap.js';
import type { EngineCall, HeapEngine, Intake } from './heap-engine.js';
import { HeapHolders } from './heap-holders.js';
import { loadSnapshotFile } from './load-snapshot-file.js';
import { LoadingHeaps } from './loading-heaps.js';
import type { OpenedHeap } from './messages.js';
import { OpenHeaps } from './open-heaps.js';
import { hasPattern, unlimited, withinTime } from './pattern-limit.js';
import { restoreHeap, storeHeap } from './stored-heap.js';
import { unlessAborted } from './unless-aborted.js';
import { type Needs, WorkerPool } from './worker-pool.js';

export interface HeapEngineOptions {
  /** The bundled `electron/engine/worker/engine-worker.ts`. */
  readonly workerUrl: URL;
  /**
   * Bytes to keep open, in columns and in what threads keep to answer the next question; beyond it the oldest snapshots are
   * dropped, but never the newest three.
   */
  readonly memoryLimit: number;
  /** Worker threads at most; by default one more than cores, from three to five: questions are answered while A and B open. */
  readonly threads?: number;
}

/** Of the memory limit what threads may keep answers in. */
const ANSWERS_SHARE = 1 / 4;

/** The heap engine: it holds the columns, worker threads read and compute, any of them can answer. */
export function createHeapEngine(options: HeapEngineOptions): HeapEngine {
  const { workerUrl, memoryLimit, threads = Math.min(5, Math.max(3, availableParallelism() + 1)) } = options;
  const answers = memoryLimit * ANSWERS_SHARE;
  const pool = new WorkerPool({ workerUrl, threads, keptBytes: answers / threads });
  const open = new OpenHeaps(memoryLimit - answers, (snapshot) => {
    pool.forget(snapshot);
    collectSoon();
  });
  const loading = new LoadingHeaps();

  const hold = (snapshot: SnapshotId, opened: OpenedHeap): SnapshotSummary => {
    open.add(snapshot, opened);
    holders.soon(snapshot);
    return opened.summary;
  };
  const needs = (...snapshots: readonly (SnapshotId | undefined)[]): Needs => {
    const heaps = new Map<string, FlatHeap>();
    for (const snapshot of snapshots)
      if (snapshot !== undefined) heaps.set(snapshot, open.get(snapshot).heap);
    return heaps;
  };
  const holders = new HeapHolders(pool, open);
  const holding = async (
    call: Call | undefined,
    snapshot: SnapshotId,
    ...others: readonly (SnapshotId | undefined)[]
  ): Promise<Needs> => {
    await unlessAborted(call?.signal, holders.ready(snapshot));
    return needs(snapshot, ...others);
  };
  const holdingBoth = async (call: Call | undefined, one: SnapshotId, other = one): Promise<void> => {
    await unlessAborted(call?.signal, Promise.all([holders.ready(one), holders.ready(other)]));
  };
  const ask = async (heaps: Needs, method: string, args: readonly unknown[], call?: Call): Promise<never> =>
    (await (hasPattern(args) ? withinTime : unlimited)(
      pool.start('query', [method, args], heaps, call),
    )) as never;

  return {
    intake(snapshot, call = {}): Intake {
      const job = pool.start('intake', [], new Map(), call);
      // Its failure is told by `end` and `write`; nobody may have asked yet.
      job.answer.catch(() => {});
      return {
        async write(chunk) {
          await Promise.race([job.input(chunk), job.answer]);
        },
        async end() {
          await job.input(undefined);
          return hold(snapshot, await job.answer);
        },
        abort: () => job.cancel(),
      };
    },
    loadFile: (snapshot, path, call) =>
      loading.once(snapshot, call, async (signal) =>
        hold(snapshot, await loadSnapshotFile(pool, path, () => loading.count <= 1, { ...call, signal })),
      ),
    loadColumns: (snapshot, source, call) =>
      loading.once(snapshot, call, async (signal) => {
        const during: EngineCall = { ...call, signal };
        const restored = await restoreHeap(pool, source, during);
        return hold(snapshot, await pool.run('adopt', [restored], undefined, during));
      }),
    has: (snapshot) => open.has(snapshot),
    all: () => [...loading.all, ...open.all],
    storeColumns: async (snapshot, sink, call) => storeHeap(pool, open.get(snapshot).heap, sink, call),
    async placeClasses(snapshot, places) {
      if ('classFiles' in (open.get(snapshot).heap.tree as object)) return;
      const sites: readonly (WrittenAt | undefined)[] = await ask(needs(snapshot), 'classSites', [snapshot]);
      const found = sites.map((site) => (site && places.of(site.file, site.line, site.column)?.file) ?? '');
      const more = flatten({ classFiles: found.some(Boolean) ? found : [] });
      if (open.widen(snapshot, more)) pool.widen(snapshot, more);
    },
    exportHeapSnapshot: async (snapshot, path, call) =>
      pool.run('exportHeapSnapshot', [snapshot, path], needs(snapshot), call),
    evidence: async (base, compared, repeats, call) =>
      // A thread that made the rows of holders itself would keep them beside the limit.
      pool.run('evidence', [base, compared, repeats], await holding(call, compared, base), call),
    entries: async (snapshot, objects, call) =>
      pool.run('entries', [snapshot, objects], needs(snapshot), call),
    importAllocations: async (path, call) => pool.run('importAllocations', [path], undefined, call),
    heapAllocations: async (snapshot, call) => pool.run('heapAllocations', [snapshot], needs(snapshot), call),
    callTree: async (parts, steps = [], call) => pool.run('callTree', [parts, steps], undefined, call),
    exportCalls: async (parts, steps, format, facts, path, call) =>
      pool.run('exportCalls', [parts, steps, format, facts, path], undefined, call),
    drop(snapshot) {
      loading.cancel(snapshot);
      open.drop(snapshot);
    },
    async dispose() {
      holders.stop();
      open.clear();
      await pool.close();
    },

    summary: async (snapshot) => open.get(snapshot).summary,
    classes: async (snapshot, query, call) => ask(needs(snapshot), 'classes', [snapshot, query], call),
    async diff(query, call) {
      if (query.by === 'path') await holdingBoth(call, query.compared, query.base);
      return ask(needs(query.base, query.compared, query.third), 'diff', [query], call);
    },
    async objects(snapshot, query, call) {
      if (query.path !== undefined) await holdingBoth(call, snapshot, query.base);
      return ask(needs(snapshot, query.base, query.third), 'objects', [snapshot, query], call);
    },
    async paths(snapshot, query, call) {
      const { newSince, stillIn, freed } = query;
      // They go by the nearest holders alone, which are found faster than the rows of all, where nobody makes these yet.
      await unlessAborted(call?.signal, freed ? holders.ready(snapshot) : holders.underWay(snapshot));
      return ask(needs(snapshot, newSince, stillIn), 'paths', [snapshot, query], call);
    },
    pathTree: async (snapshot, query, call) =>
      ask(await holding(call, snapshot, query.newSince, query.stillIn), 'pathTree', [snapshot, query], call),
    dominators: async (snapshot, query, call) => ask(needs(snapshot), 'dominators', [snapshot, query], call),
    scripts: async (snapshot) => ask(needs(snapshot), 'scripts', [snapshot]),
    node: async (snapshot, node) => ask(needs(snapshot), 'node', [snapshot, node]),
    async retainers(snapshot, node, page) {
      const answer = ask(needs(snapshot), 'retainers', [snapshot, node, page]);
      // One page is found without the rows of all, which the next steps go by.
      holders.ready(snapshot).catch(() => {});
      return answer;
    },
    references: async (snapshot, node, page) => ask(needs(snapshot), 'references', [snapshot, node, page]),
    dominated: async (snapshot, node, page) => ask(needs(snapshot), 'dominated', [snapshot, node, page]),
    whatIfCut: async (snapshot, holder, edge) =>
      ask(await holding(undefined, snapshot), 'whatIfCut', [snapshot, holder, edge]),
    strings: async (snapshot, query, call) => ask(needs(snapshot), 'strings', [snapshot, query], call),
  };
}
