import { pauseFor, within } from '../time-limit.js';
import type { CallOptions, DevtoolsLink, Params } from './devtools-link.js';
import { callOn, evaluate, evaluateHandle, OBJECT_GROUP } from './devtools-link.js';
import { fetchPatiently, type NodeWorker, UNHURRIED, watchWorkers } from './node-workers.js';
import { OWN_SCRIPT } from './own-frames.js';
import type { Resident } from './resident.js';
import {
  CLOSE_INSPECTOR,
  REQUIRE,
  SAMPLER,
  type TargetSample,
  underOurName,
  WRITE_SNAPSHOT,
} from './target-programs.js';

/** What an attachment needs of an isolate, however it is reached. */
export interface Inside {
  readonly way: 'resident' | 'wire';
  readonly devtools: DevtoolsLink;
  sample(options?: CallOptions): Promise<TargetSample>;
  /** Has the isolate write a snapshot into a FIFO; resolves to how long it stood still, ms. */
  writeSnapshot(path: string, snapshotOptions: Params, options?: CallOptions): Promise<number>;
  /** Runs a function that takes `require`, without an inspector session; absent over a wire. */
  run?(code: string): Promise<void>;
  onClose(listener: () => void): void;
  /** Resolves when `found` has been told of every worker thread there is; later ones follow. */
  watchWorkers(found: (worker: NodeWorker) => void): Promise<void>;
  /** Takes everything of ours out of the isolate. Never throws. */
  leave(): Promise<void>;
}

/** Through the resident program: no port is open, and the inspector sleeps until it is needed. */
export function throughResident(resident: Resident): Inside {
  return {
    way: 'resident',
    devtools: resident.devtools,
    sample: (options) => resident.ask({ do: 'sample', at: monotonicNow() }, options),
    writeSnapshot: (path, snapshotOptions, options) =>
      resident.ask({ do: 'snapshot', path, options: snapshotOptions }, options),
    async run(code) {
      await resident.ask({ do: 'run', code, name: OWN_SCRIPT });
    },
    onClose: (listener) => resident.onClose(listener),
    watchWorkers: (found) => watchWorkersOf(resident, found),
    leave: () => resident.close(),
  };
}

/** The program that makes samples, and the clock that both sides read. */
interface Sampling {
  readonly program: string;
  now(): number;
}

/**
 * Through the inspector's own connection. Its messages interrupt even a loop that never turns. With
 * `closesInspector` the port that we had opened is closed on leaving.
 */
export function throughWire(
  link: DevtoolsLink,
  closesInspector: boolean,
  { program, now }: Sampling = { program: SAMPLER, now: monotonicNow },
): Inside {
  let sampler: Promise<string> | undefined;
  const handle = (options?: CallOptions): Promise<string> => {
    sampler ??= evaluateHandle(link, `${underOurName(program)}(${REQUIRE})`, options).catch(
      (error: unknown) => {
        sampler = undefined;
        throw error;
      },
    );
    return sampler;
  };
  return {
    way: 'wire',
    devtools: link,
    sample: async (options) =>
      callOn(link, await handle(options), 'function (at) { return this.sample(at); }', [now()], options),
    writeSnapshot: (path, snapshotOptions, options) =>
      evaluate(
        link,
        `${WRITE_SNAPSHOT}(${REQUIRE}, ${JSON.stringify(path)}, ${JSON.stringify(snapshotOptions)})`,
        options,
      ),
    onClose: (listener) => link.onClose(listener),
    async watchWorkers(found) {
      await (await watchWorkers(link, found)).told;
    },
    async leave() {
      const quick = { limit: 1000 };
      try {
        if (sampler) await callOn(link, await sampler, 'function () { this.stop(); }', [], quick);
        await link.send('Runtime.releaseObjectGroup', { objectGroup: OBJECT_GROUP }, quick);
        if (closesInspector) {
          await link.send('Runtime.discardConsoleEntries', {}, quick);
          await closeInspectorOver(link);
        }
      } catch {
        // Gone, or too busy to answer: closing the connection is what remains.
      }
      await link.close();
    },
  };
}

/** The inspector is woken only when there is a worker: a session makes every console call cost twice. */
async function watchWorkersOf(resident: Resident, found: (worker: NodeWorker) => void): Promise<void> {
  const { devtools } = resident;
  let watching = false;
  const watch = async (): Promise<{ readonly told?: Promise<unknown> }> => {
    if (watching) return {};
    watching = true;
    return watchWorkers(devtools, found);
  };
  const starting: StartingWorkers = { unseen: 0, until: 0, pause: 0 };
  let fetching = false;
  devtools.onEvent((method) => {
    if (method === 'NodeWorker.attachedToWorker') starting.unseen = Math.max(0, starting.unseen - 1);
    if (method !== 'Leakscope.workerStarted') return;
    starting.unseen++;
    starting.until = performance.now() + WORKER_STARTS;
    starting.pause = 20;
    if (fetching) return;
    fetching = true;
    watch()
      .then(() => fetchUntilSeen(starting, devtools))
      .catch(() => undefined)
      .finally(() => {
        fetching = false;
      });
  });
  if (await resident.ask<boolean>({ do: 'watch-workers' }, UNHURRIED)) await (await watch()).told;
}

interface StartingWorkers {
  /** So many have been started and were not seen. */
  unseen: number;
  /** Of `performance.now()`. */
  until: number;
  /** ms between two looks. */
  pause: number;
}

/** A worker's thread takes a moment until it can be seen, on a busy machine a long one; some never start. */
async function fetchUntilSeen(starting: StartingWorkers, link: DevtoolsLink): Promise<void> {
  while (starting.unseen > 0 && performance.now() < starting.until) {
    await fetchPatiently(link);
    await pauseFor(starting.pause);
    starting.pause = Math.min(1000, starting.pause * 1.2);
  }
}

const WORKER_STARTS = 60_000;

/** Resolves when the target has hung up. The request stays with a target that is too busy to obey at once. */
export async function closeInspectorOver(link: DevtoolsLink): Promise<void> {
  const closed = new Promise<void>((resolve) => link.onClose(() => resolve()));
  evaluate(link, CLOSE_INSPECTOR, { limit: 120_000 }).catch(() => undefined);
  await within(closed, 2000, () => new Error('it does not hang up'));
}

/** The machine's clock, which the target reads too; ms. */
const monotonicNow = (): number => Number(process.hrtime.bigint()) / 1e6;
