/**
 * Programs that run inside a Node target, as text: they must run on Node 16 and later, unbundled. They
 * take every built-in through `REQUIRE` and leave no name behind.
 */

/** In an ES module's process there is no `require` but the console's; before Node 20.16 no getBuiltinModule. */
export const REQUIRE = `(typeof process.getBuiltinModule === 'function'
  ? (name) => process.getBuiltinModule(name)
  : typeof require === 'function' ? require : process.mainModule.require.bind(process.mainModule))`;

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

/** Ends every session, this one too, before it returns: no answer comes. Works in a loop that never turns. */
export const CLOSE_INSPECTOR = `${REQUIRE}('inspector').close()`;

/** As CLOSE_INSPECTOR; then opens it again on `port` of loopback, 0 for any. A later SIGUSR1 finds the usual port. */
export const moveInspectorTo = (port: number): string =>
  `((inspector) => { const usual = process.debugPort; inspector.close();
    inspector.open(${port}, '127.0.0.1'); process.debugPort = usual; })(${REQUIRE}('inspector'))`;

/**
 * Makes `{ sample(), stop() }`. A sample is `{ now, reading, gc: [[start, kind, pause]…] }`, times on the
 * target's performance.now(). Left alone for a minute (its owner died) it stops observing by itself.
 */
export const SAMPLER = `((require) => {
  const v8 = require('v8');
  const { performance, PerformanceObserver, monitorEventLoopDelay } = require('perf_hooks');
  const RESOLUTION = 20, FORGOTTEN = 60000, MOST_EVENTS = 1000, HANDLES_BUDGET = 0.5;
  let events = [], observer, delay, asked = 0, handlesCost = 0, sinceHandles = 0, handles = {};
  const stop = () => {
    if (observer) observer.disconnect();
    if (delay) delay.disable();
    observer = delay = undefined;
    events = [];
  };
  const start = () => {
    observer = new PerformanceObserver((list) => {
      if (performance.now() - asked > FORGOTTEN) return stop();
      for (const entry of list.getEntries()) {
        if (events.length < MOST_EVENTS) {
          events.push([entry.startTime, entry.detail ? entry.detail.kind : entry.kind, entry.duration]);
        }
      }
    });
    observer.observe({ entryTypes: ['gc'] });
    delay = monitorEventLoopDelay({ resolution: RESOLUTION });
    delay.enable();
  };
  const countHandles = () => {
    // A list of every handle: with thousands of sockets it is made less often.
    if (!process.getActiveResourcesInfo || ++sinceHandles * HANDLES_BUDGET < handlesCost) return;
    const began = performance.now();
    handles = {};
    for (const kind of process.getActiveResourcesInfo()) {
      const name = 'handles.' + kind + '.count';
      handles[name] = (handles[name] || 0) + 1;
    }
    sinceHandles = 0;
    handlesCost = performance.now() - began;
  };
  const sample = () => {
    asked = performance.now();
    if (!observer) start();
    const heap = v8.getHeapStatistics(), memory = process.memoryUsage(), code = v8.getHeapCodeStatistics();
    countHandles();
    const reading = Object.assign({
      'heap.used': heap.used_heap_size, 'heap.committed': heap.total_heap_size,
      'heap.limit': heap.heap_size_limit, 'heap.malloced': heap.malloced_memory,
      'external': memory.external, 'arrayBuffers': memory.arrayBuffers,
      'code': code.code_and_metadata_size + code.bytecode_and_metadata_size,
      'contexts.native.count': heap.number_of_native_contexts,
      'contexts.detached.count': heap.number_of_detached_contexts,
    }, handles);
    for (const space of v8.getHeapSpaceStatistics()) reading['space.' + space.space_name + '.used'] = space.space_used_size;
    if (delay.max > 0) {
      reading['loop.delay.ms'] = Math.max(0, delay.max / 1e6 - RESOLUTION);
      delay.reset();
    }
    const gc = events;
    events = [];
    return { now: performance.now(), reading, gc };
  };
  return { sample, stop };
})`;

/** One sample as it leaves the target. */
export interface TargetSample {
  readonly now: number;
  readonly reading: Readonly<Record<string, number>>;
  readonly gc: readonly (readonly [start: number, kind: number, pause: number])[];
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
