import { UNSEEN } from './corpus-unseen.js';

/** One program of the corpus: what to run, how long to watch it, and what findings must say of it. */
export interface CorpusProgram {
  readonly name: string;
  readonly group: 'story' | 'service' | 'healthy' | 'held-out leak' | 'held-out healthy';
  readonly runtime: 'node' | 'python';
  /** Under test/targets. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly seconds?: number;
  /** Of the first finding; absent for a healthy program. */
  readonly rule?: string;
  /** `file:line`, where there is one. */
  readonly at?: string;
  /** What else its author calls right, where several will do. */
  readonly orRules?: readonly string[];
  readonly orAt?: readonly string[];
  /** It stands on packages of others: `corpusPackages`. */
  readonly packages?: boolean;
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
  file: `${file.startsWith('ok_') ? 'services' : group === 'healthy' ? 'healthy' : 'held-out'}/${file}`,
});
const heldOut = (file: string, rule: string, line?: number): CorpusProgram => ({
  ...healthy(file, 'held-out leak'),
  rule,
  ...(line !== undefined && { at: `${file}:${line}` }),
});

/** Like a service that is in use; half of a set written before any rule was made on it. */
const service = (file: string, rule: string, line?: number): CorpusProgram => ({
  ...healthy(file, 'service'),
  file: `services/${file}`,
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
  story('the same texts', 'leak_texts.mjs', 'duplicate-strings', 7),
  service('logout_timeouts.mjs', 'timer-growth', 9),
  service('audit_trail.mjs', 'growing-container', 13),
  service('metrics_by_url.mjs', 'growing-container', 12),
  service('weak_documents.mjs', 'growing-container', 10),
  service('unread_stream.mjs', 'growing-container', 11),
  service('compiled_templates.mjs', 'growing-container', 16),
  service('wrapped_handlers.mjs', 'growing-container', 7),
  service('closed_sockets.mjs', 'growing-container', 8),
  service('sensor_readings.py', 'growing-container', 19),
  service('signal_receivers.py', 'growing-container', 11),
  service('thread_local_log.py', 'growing-container', 13),
  service('kept_failures.py', 'exception-keeps-frame', 22),
  service('sent_futures.py', 'growing-container', 13),
  service('breadcrumbs.py', 'growing-container', 13),
  service('unwaited_children.py', 'handle-growth', 12),
  service('finalizers.py', 'growing-container', 22),
  service('cancelled_reminders.py', 'growing-container', 14),
  ...['cache.mjs', 'server.py', 'web_server.mjs', 'saw_tooth.mjs', 'warm_up.mjs', 'queue_steady.py'].map(
    (file) => healthy(file),
  ),
  ...['asyncio_server.py', 'thread_pool.py', 'repl.py', 'lru_bound.py', 'deque_fill.py', 'gc_cycles.py'].map(
    (file) => healthy(file),
  ),
  // What fills and is emptied: two snapshots meet it at any height.
  ...['emptied_map.mjs', 'emptied_dict.py', 'task_batches.py', 'timer_bursts.mjs', 'promise_batches.mjs'].map(
    (file) => healthy(file),
  ),
  ...['listeners_in_turns.mjs', 'handlers_flushed.mjs', 'errors_caught.py', 'failures_reported.py'].map(
    (file) => healthy(file),
  ),
  ...['cleared_cache.py', 'queue_in_batches.py'].map((file) => healthy(file)),
  ...[
    'ok_lru.mjs',
    'ok_keepalive.mjs',
    'ok_window.mjs',
    'ok_connections.py',
    'ok_dedupe.py',
    'ok_batches.py',
  ].map((file) => healthy(file)),
  heldOut('hl_registry.py', 'growing-container', 17),
  heldOut('hl_instance_cache.py', 'cache-holds-instance', 11),
  heldOut('hl_errors.py', 'exception-keeps-frame', 17),
  heldOut('hl_workers.py', 'thread-growth', 13),
  heldOut('hl_express.mjs', 'listener-growth', 8),
  heldOut('hl_promises.mjs', 'growing-container', 10),
  heldOut('hl_linked.py', 'growing-container', 16),
  // The third set, the other half of the services: what no rule was made on when it was judged.
  heldOut('ht_shutdown_listeners.mjs', 'listener-growth', 30),
  heldOut('ht_polling_feeds.mjs', 'timer-growth', 10),
  heldOut('ht_lost_answers.mjs', 'growing-container', 15),
  heldOut('ht_nested_spans.mjs', 'growing-container', 9),
  heldOut('ht_wrong_key.mjs', 'growing-container', 13),
  heldOut('ht_stuck_limiter.mjs', 'growing-container', 9),
  heldOut('ht_abort_listeners.mjs', 'listener-growth', 6),
  heldOut('ht_raced_promises.mjs', 'growing-container', 10),
  heldOut('ht_sessions.py', 'growing-container', 16),
  heldOut('ht_unread_queue.py', 'growing-container', 13),
  heldOut('ht_recorded_calls.py', 'growing-container', 13),
  // Its author wrote down the line of `def`; the story of the same cause, that of the decorator, which is what has to go.
  {
    ...heldOut('ht_cached_method.py', 'cache-holds-instance', 13),
    orAt: ['ht_cached_method.py:12'],
  },
  heldOut('ht_log_handlers.py', 'growing-container', 17),
  heldOut('ht_open_generators.py', 'growing-container', 21),
  heldOut('ht_no_collector.py', 'reference-cycle', 10),
  heldOut('ht_cursors.py', 'growing-container', 16),
  heldOut('ht_frames.py', 'growing-container', 17),
  ...[
    'hh_ring.mjs',
    'hh_ttl.py',
    'hh_streams.mjs',
    'hh_sqlite.py',
    'hh_pool.py',
    'hth_ttl.mjs',
    'hth_flush.mjs',
    'hth_lazy.mjs',
    'hth_memory_handler.py',
    'hth_backlog.py',
    'hth_tokens.py',
  ].map((file) => healthy(file, 'held-out healthy')),
  ...UNSEEN,
];
