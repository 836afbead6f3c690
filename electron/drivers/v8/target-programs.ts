import { OWN_SCRIPT } from './own-frames.js';

/**
 * Programs that run inside a Node target, as text: they must run on Node 16 and later, unbundled. They
 * take every built-in through `REQUIRE` and leave no name behind.
 */

/** In an ES module's process there is no `require` but the console's; before Node 20.16 no getBuiltinModule. */
export const REQUIRE = `(typeof process.getBuiltinModule === 'function'
  ? (name) => process.getBuiltinModule(name)
  : typeof require === 'function' ? require : process.mainModule.require.bind(process.mainModule))`;

/** The value of `code`, compiled under our own name: profiles and snapshots of the target tell it from the program's. */
export const underOurName = (code: string): string =>
  `new (${REQUIRE}('vm').Script)(${JSON.stringify(code)}, { filename: ${JSON.stringify(OWN_SCRIPT)} }).runInThisContext()`;

/**
 * Whether a worker's Node has come so far that the inspector's command line may load modules: before, it throws, or leaves
 * modules half loaded. To be asked without it. `argv0` is what Node sets first when it prepares to run a program.
 */
export const HAS_PREPARED = `typeof process === 'object' && 'argv0' in process`;

/** Whether REQUIRE would work. */
export const CAN_REQUIRE = `typeof process === 'object' && (typeof process.getBuiltinModule === 'function' ||
  typeof require === 'function' || Boolean(process.mainModule))`;

/** Who the target is. */
export const IDENTIFY = `({ pid: process.pid, version: process.versions.node, v8: process.versions.v8,
  electron: process.versions.electron, deno: process.versions.deno, bun: process.versions.bun })`;

export interface Identity {
  readonly pid: number;
  readonly version?: string;
  readonly v8?: string;
  readonly electron?: string;
  readonly deno?: string;
  readonly bun?: string;
}

/** Bytes that a process may still take where it runs; undefined where it may not look. */
export const FREE_MEMORY = `((require) => {
  try {
    return typeof process.availableMemory === 'function' ? process.availableMemory() : require('os').freemem();
  } catch {}
})(${REQUIRE})`;

/** Ends every session, this one too, before it returns: no answer comes. Works in a loop that never turns. */
export const CLOSE_INSPECTOR = `${REQUIRE}('inspector').close()`;

/**
 * As CLOSE_INSPECTOR, where a SIGUSR1 of ours can have opened it: a program with a handler of its own for that signal opened
 * its inspector itself. `innerPid`: only where it is this very process. The value says that it stays.
 */
export const closeOpenedBySignal = (innerPid?: number): string =>
  `${innerPid === undefined ? '' : `process.pid !== ${innerPid} || `}process.listenerCount('SIGUSR1') > 0 || ${CLOSE_INSPECTOR}`;

/**
 * As CLOSE_INSPECTOR; then opens it again on `port` of loopback, 0 for any. A later SIGUSR1 finds the usual port. Node 16 opens
 * none while our session is on its way out: there it is tried again in later turns of the loop, for a second.
 */
export const moveInspectorTo = (port: number): string =>
  `((inspector) => { const usual = process.debugPort, later = setTimeout; let tries = 100; inspector.close();
    const open = () => {
      try { inspector.open(${port}, '127.0.0.1'); process.debugPort = usual; }
      catch (error) { if (error.code === 'ERR_INSPECTOR_ALREADY_ACTIVATED' && !inspector.url() && tries-- > 0) later(open, 10); }
    };
    open(); })(${REQUIRE}('inspector'))`;

/**
 * Makes `{ sample(askedAt), stop() }`; `askedAt` is the machine's monotonic clock in ms when the question was
 * sent, so that its answer knows how long the event loop kept it waiting. A sample is
 * `{ now, taken, reading, gc: [[start, kind, pause]…] }`, times on the target's performance.now(); `taken` is what this
 * program took of the thread so far, by the clock. Left alone for a
 * minute (its owner died) it stops observing by itself. Figures that cost more than 0.1 ms are read less often
 * and repeated between.
 */
export const SAMPLER = `((require) => {
  const v8 = require('v8'), { performance, PerformanceObserver, constants } = require('perf_hooks');
  const FORGOTTEN = 60000, MOST_EVENTS = 1000;
  let events = [], observer, asked = 0, taken = 0, busy, due = {}, slow = {};
  // Numbered otherwise in Node 16; 2 is V8's young-generation mark-sweep, which Node has no name for.
  const kinds = {
    2: 'minor mark-sweep', [constants.NODE_PERFORMANCE_GC_MINOR]: 'scavenge',
    [constants.NODE_PERFORMANCE_GC_MAJOR]: 'mark-sweep', [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak callbacks',
    [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental marking',
  };
  const stop = () => {
    if (observer) observer.disconnect();
    observer = undefined;
    events = [];
  };
  const start = () => {
    observer = new PerformanceObserver((list) => {
      try {
        const begun = performance.now();
        if (begun - asked > FORGOTTEN) return stop();
        for (const entry of list.getEntries()) {
          if (events.length < MOST_EVENTS) {
            const kind = entry.detail ? entry.detail.kind : entry.kind;
            events.push([entry.startTime, kinds[kind] || 'kind ' + kind, entry.duration]);
          }
        }
        taken += performance.now() - begun;
      } catch {
        // Built-ins that the program has changed: its end must not come from us.
        stop();
      }
    });
    observer.observe({ entryTypes: ['gc'] });
  };
  const seldom = (name, every, read) => {
    if (asked < (due[name] || 0)) return;
    slow[name] = read();
    // A read that turns out slow (a list of ten thousand sockets) is repeated so much less often.
    due[name] = asked + Math.max(every, 200 * (performance.now() - asked));
  };
  const memory = () => {
    const { external, arrayBuffers } = process.memoryUsage();
    return { external, arrayBuffers };
  };
  const code = () => {
    const code = v8.getHeapCodeStatistics();
    return { code: code.code_and_metadata_size + code.bytecode_and_metadata_size };
  };
  const handles = () => {
    const counts = {};
    if (!process.getActiveResourcesInfo) return counts;
    // A kind that is gone is told as none, not as unknown.
    for (const name in slow.handles) counts[name] = 0;
    for (const kind of process.getActiveResourcesInfo()) {
      const name = 'handles.' + kind + '.count';
      counts[name] = (counts[name] || 0) + 1;
    }
    return counts;
  };
  // V8's own limit includes room for the young generation, up to 200 MB of it.
  const oldLimit = () => {
    const { isMainThread, resourceLimits } = require('worker_threads');
    if (!isMainThread) return (resourceLimits.maxOldGenerationSizeMb || 0) * 2 ** 20;
    let megabytes = 0;
    for (const option of [...(process.env.NODE_OPTIONS || '').split(/\\s+/), ...process.execArgv]) {
      const said = /^--max[-_]old[-_]space[-_]size=(\\d+)$/.exec(option);
      if (said) megabytes = Number(said[1]);
    }
    return megabytes * 2 ** 20;
  };
  let old;
  try { old = oldLimit(); } catch {}
  const sample = (askedAt) => {
    asked = performance.now();
    if (!observer) start();
    const [seconds, nanoseconds] = process.hrtime();
    const delay = seconds * 1e3 + nanoseconds / 1e6 - askedAt;
    const utilization = performance.eventLoopUtilization && performance.eventLoopUtilization();
    const heap = v8.getHeapStatistics();
    seldom('memory', 250, memory);
    seldom('handles', 250, handles);
    seldom('code', 10000, code);
    const reading = Object.assign({
      'heap.used': heap.used_heap_size, 'heap.committed': heap.total_heap_size,
      'heap.limit': heap.heap_size_limit, 'heap.malloced': heap.malloced_memory,
      'contexts.native.count': heap.number_of_native_contexts,
      'contexts.detached.count': heap.number_of_detached_contexts,
    }, slow.memory, slow.handles, slow.code);
    if (old > 0) reading['heap.limit.old'] = old;
    for (const space of v8.getHeapSpaceStatistics()) reading['space.' + space.space_name + '.used'] = space.space_used_size;
    if (delay >= 0 && delay < 1e9) reading['loop.delay.ms'] = delay;
    if (utilization) {
      if (busy) reading['loop.busy'] = performance.eventLoopUtilization(utilization, busy).utilization * 100;
      busy = utilization;
    }
    const gc = events;
    events = [];
    const now = performance.now();
    taken += now - asked;
    return { now, taken, reading, gc };
  };
  return { sample, stop };
})`;

/** One sample as it leaves the target. */
export interface TargetSample {
  readonly now: number;
  readonly taken?: number;
  readonly reading: Readonly<Record<string, number>>;
  readonly gc: readonly (readonly [start: number, kind: string, pause: number])[];
}

/**
 * Writes a snapshot into the FIFO at `path` and returns how long that took, ms. It is opened without
 * waiting first: with no reader there (we died) that fails, where an ordinary open would wait forever.
 */
export const WRITE_SNAPSHOT = `((require, path, options) => {
  const fs = require('fs'), v8 = require('v8'), { performance } = require('perf_hooks');
  const probe = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
  const began = performance.now();
  try {
    v8.writeHeapSnapshot(path, options);
  } finally {
    fs.closeSync(probe);
  }
  return performance.now() - began;
})`;
