/** One program of the corpus: what to run, how long to watch it, and what findings must say of it. */
export interface CorpusProgram {
  readonly name: string;
  readonly group: 'story' | 'healthy' | 'held-out leak' | 'held-out healthy';
  readonly runtime: 'node' | 'python';
  /** Under test/targets. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly seconds?: number;
  /** Of the first finding; absent for a healthy program. */
  readonly rule?: string;
  /** `file:line`, where there is one. */
  readonly at?: string;
}

const story = (
  name: string,
  file: string,
  rule: string,
  line?: number,
  args: readonly string[] = [],
): CorpusProgram => ({
  name,
  group: 'story',
  runtime: file.endsWith('.py') ? 'python' : 'node',
  file: `stories/${file}`,
  args,
  rule,
  ...(line !== undefined && { at: `${file}:${line}` }),
});
const healthy = (file: string, group: CorpusProgram['group'] = 'healthy'): CorpusProgram => ({
  name: file.replace(/\.\w+$/, '').replaceAll('_', ' '),
  group,
  runtime: file.endsWith('.py') ? 'python' : 'node',
  file: `${group === 'healthy' ? 'healthy' : 'held-out'}/${file}`,
});
const heldOut = (file: string, rule: string, line?: number): CorpusProgram => ({
  ...healthy(file, 'held-out leak'),
  rule,
  ...(line !== undefined && { at: `${file}:${line}` }),
});

export const CORPUS: readonly CorpusProgram[] = [
  story('cached method', 'leak_lru.py', 'cache-holds-instance', 5),
  story('exception keeps future', 'leak_future_cycle.py', 'exception-keeps-frame', 9, ['--lazy']),
  story('nested pools hang', 'leak_pool_hang.py', 'task-growth', 7),
  story('event streams', 'leak_sse_threads.py', 'thread-growth', 11),
  story('buffer not reset', 'leak_buffer.py', 'growing-container', 7),
  story('cycles, no collector', 'leak_misc.py', 'reference-cycle', 9, ['cycle']),
  story('dict without bound', 'leak_misc.py', 'growing-container', 10, ['cache']),
  story('native library', 'leak_misc.py', 'native-growth', undefined, ['native']),
  story('pymalloc fragments', 'leak_misc.py', 'fragmentation', undefined, ['frag']),
  story('pymalloc fragments, large', 'rss.py', 'fragmentation', undefined, ['frag']),
  story('malloc fragments', 'rss.py', 'fragmentation', undefined, ['malloc_frag']),
  story('session table', 'leak_map.mjs', 'growing-container', 16),
  story('listeners', 'leak_listeners.mjs', 'listener-growth', 11),
  story('timers', 'leak_timers.mjs', 'timer-growth', 6),
  story('closures', 'leak_closure.mjs', 'closure-retains', 8),
  story('buffers', 'leak_buffers.mjs', 'growing-container', 5),
  story('asyncio tasks', 'leak_tasks.py', 'task-growth', 11),
  story('sockets', 'leak_sockets.py', 'handle-growth', 14),
  story('rows of text', 'leak_strings.mjs', 'growing-container', 14),
  story('memo by object', 'leak_memo.mjs', 'growing-container', 15),
  ...['cache.mjs', 'server.py', 'web_server.mjs', 'saw_tooth.mjs', 'warm_up.mjs', 'queue_steady.py'].map(
    (file) => healthy(file),
  ),
  ...['asyncio_server.py', 'thread_pool.py', 'repl.py', 'lru_bound.py', 'deque_fill.py', 'gc_cycles.py'].map(
    (file) => healthy(file),
  ),
  heldOut('hl_registry.py', 'growing-container', 17),
  heldOut('hl_instance_cache.py', 'cache-holds-instance', 11),
  heldOut('hl_errors.py', 'exception-keeps-frame', 15),
  heldOut('hl_workers.py', 'thread-growth', 13),
  heldOut('hl_express.mjs', 'listener-growth', 7),
  heldOut('hl_promises.mjs', 'growing-container', 7),
  heldOut('hl_linked.py', 'growing-container', 16),
  ...['hh_ring.mjs', 'hh_ttl.py', 'hh_streams.mjs', 'hh_sqlite.py', 'hh_pool.py'].map((file) =>
    healthy(file, 'held-out healthy'),
  ),
];
