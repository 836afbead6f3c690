import type { CorpusProgram } from './corpus.js';

/**
 * Sets by authors who had not read the rules; what is right was written down before any of them was recorded. Sixth: services on
 * packages of others. Seventh and eighth: small programs without; six programs' lines were one off as first written down. Ninth: both
 * kinds, by one who had read the rules, written down before any was recorded.
 * How each set was met at first: shared/findings/README.md.
 */
export const UNSEEN: readonly CorpusProgram[] = [
  ...ofPackages([
    leak('sixth/audit_notes.cjs', ['growing-container'], [51]),
    leak('sixth/live_guards.cjs', ['timer-growth'], [64]),
    leak('sixth/job_signals.cjs', ['listener-growth'], [51]),
    leak(
      'sixth/shared_feeds.cjs',
      ['growing-container', 'listener-growth', 'closure-retains'],
      [41, 44, 47, 48, 49, 55, 65, 70],
    ),
    leak('sixth/path_metrics.cjs', ['growing-container'], [72]),
    leak('sixth/replies_of_replies.cjs', ['closure-retains'], [27, 28, 29, 34, 36]),
    leak('sixth/stream_offsets.cjs', ['growing-container', 'native-growth'], [28, 54]),
    leak('sixth/unread_answers.cjs', ['handle-growth'], [59]),
    leak('sixth/memoized_views.cjs', ['cache-holds-instance'], [21]),
    leak('sixth/visits_of_a_day.cjs', ['growing-container', 'duplicate-strings'], [64, 80]),
    leak('sixth/graph_loaders.cjs', ['growing-container', 'cache-holds-instance'], [49]),
    leak('sixth/followers.cjs', ['listener-growth'], [50]),
    leak('sixth/renditions.py', ['cache-holds-instance'], [33, 34]),
    leak('sixth/import_outcomes.py', ['exception-keeps-frame'], [46, 77, 79, 80]),
    leak('sixth/gone_subscribers.py', ['thread-growth'], [37, 49, 51, 55, 57]),
    leak('sixth/rpc_sessions.py', ['task-growth'], [26, 46, 85]),
    leak('sixth/rate_signals.py', ['growing-container', 'listener-growth'], [43]),
    leak('sixth/usage_meter.py', ['growing-container'], [49]),
    leak('sixth/sections.py', ['reference-cycle'], [27]),
    leak('sixth/frames.py', ['native-growth']),
    leak('sixth/report_peak.py', ['fragmentation']),
    leak('sixth/gazetteer.py', ['duplicate-strings']),
    leak('sixth/hook_sessions.py', ['handle-growth', 'growing-container'], [55, 74]),
    leak('sixth/loggers_by_task.py', ['growing-container'], [32]),
    leak('sixth/finalized_links.py', ['growing-container'], [38]),
    healthy('sixth/ok_ttl_sessions.cjs'),
    healthy('sixth/ok_broadcast.cjs'),
    healthy('sixth/ok_bundler.cjs'),
    healthy('sixth/ok_parsing.cjs'),
    healthy('sixth/ok_compiled.cjs'),
    healthy('sixth/ok_profiles.py'),
    healthy('sixth/ok_pools.py'),
    healthy('sixth/ok_suite.py'),
    healthy('sixth/ok_repl.py'),
    healthy('sixth/ok_bursts.py'),
    healthy('sixth/ok_sessions.py'),
    leak('ninth/replayed_prices.cjs', ['growing-container'], [4, 11]),
    ...['storefront.cjs', 'mail_templates.cjs', 'forms.cjs', 'gateway.cjs'].map((file) =>
      healthy(`ninth/ok_${file}`),
    ),
    // Its forms come for 47 s at the same rate: a recording that ends before cannot tell, one that lasts longer must.
    { ...healthy('ninth/ok_forms.cjs'), name: 'ok forms, 100 s (ninth)', seconds: 100 },
    ...['accounts.py', 'signals.py', 'checks.py', 'letters.py', 'ledger_rows.py', 'relay.py'].map((file) =>
      healthy(`ninth/ok_${file}`),
    ),
  ]),
  leak('seventh/rates_by_day.py', ['cache-holds-instance'], [10, 11, 12, 17]),
  leak('seventh/kept_exc_info.py', ['exception-keeps-frame'], [10, 19, 26, 28, 30]),
  leak('seventh/deaf_subscribers.py', ['thread-growth'], [14, 16, 17, 24]),
  leak('seventh/unsettled_orders.py', ['task-growth'], [15, 19]),
  leak('seventh/missed_batches.py', ['growing-container'], [13]),
  leak('seventh/parsed_trees.py', ['reference-cycle'], [9, 10, 11, 14, 21]),
  leak('seventh/native_texts.py', ['native-growth']),
  leak('seventh/bursts_of_blocks.py', ['fragmentation']),
  leak('seventh/running_converters.py', ['handle-growth'], [11, 12]),
  leak('seventh/open_probes.py', ['handle-growth'], [23, 25]),
  leak('seventh/labels_of_jobs.cjs', ['closure-retains'], [3, 4, 6, 8, 14]),
  leak('seventh/config_requests.cjs', ['listener-growth'], [9]),
  leak('seventh/heartbeats.cjs', ['timer-growth'], [8]),
  leak('seventh/rendered_pages.cjs', ['cache-holds-instance'], [9, 13, 15]),
  leak('seventh/visits.cjs', ['growing-container'], [7]),
  leak('seventh/unanswered.cjs', ['growing-container'], [5]),
  leak('seventh/packet_heads.cjs', ['growing-container'], [4, 9]),
  leak('seventh/idle_workers.cjs', ['thread-growth'], [8, 13]),
  healthy('seventh/ok_own_lru.cjs'),
  healthy('seventh/ok_job_queue.py'),
  healthy('seventh/ok_time_window.py'),
  healthy('seventh/ok_weak_ring.cjs'),
  leak('eighth/class_instances.py', ['growing-container'], [10]),
  leak('eighth/memo_of_routes.py', ['growing-container'], [9]),
  leak('eighth/open_reports.py', ['handle-growth'], [7, 17, 18]),
  leak('eighth/chained_causes.py', ['exception-keeps-frame'], [9, 11, 15, 19]),
  leak('eighth/acknowledgements.py', ['growing-container', 'closure-retains'], [9, 18, 20]),
  leak('eighth/sleeping_jobs.py', ['handle-growth'], [12, 13, 14, 15]),
  leak('eighth/open_pages.cjs', ['growing-container', 'closure-retains', 'listener-growth'], [7, 17, 20]),
  leak('eighth/day_long_sessions.cjs', ['timer-growth'], [7]),
  leak('eighth/queue_head.cjs', ['growing-container'], [8]),
  leak('eighth/cut_titles.cjs', ['growing-container'], [10]),
  leak('eighth/long_polls.cjs', ['handle-growth', 'growing-container'], [5, 7, 14]),
  leak('eighth/peeked_files.cjs', ['handle-growth'], [4, 9]),
  healthy('eighth/ok_reports.py'),
  healthy('eighth/ok_history.cjs'),
  healthy('eighth/ok_executor.py'),
  healthy('eighth/ok_parsed.cjs'),
  healthy('eighth/ok_gather.py'),
  healthy('eighth/ok_job_timeouts.cjs'),
  leak('ninth/replies_awaited.cjs', ['growing-container'], [8, 15]),
  leak('ninth/rooms.cjs', ['growing-container'], [9]),
  leak('ninth/views_of_models.py', ['growing-container', 'cache-holds-instance'], [14, 22]),
  leak('ninth/shutdown_waiters.py', ['growing-container', 'closure-retains', 'listener-growth'], [7, 10]),
  leak('ninth/row_types.py', ['growing-container'], [10]),
  leak('ninth/closed_at_exit.py', ['growing-container', 'listener-growth'], [19]),
  ...[
    'catalogue.cjs',
    'print_jobs.cjs',
    'event_batches.cjs',
    'vocabulary.py',
    'tokens.py',
    'notebook.py',
  ].map((file) => healthy(`ninth/ok_${file}`)),
];

/** `lines`: any of them will do, as its author said; none where it has no line. */
function leak(file: string, rules: readonly string[], lines: readonly number[] = []): CorpusProgram {
  const [at, ...orAt] = lines.map((line) => `${file.split('/')[1]}:${line}`);
  const [rule = '', ...orRules] = rules;
  return { ...healthy(file), group: 'held-out leak', rule, orRules, ...(at !== undefined && { at, orAt }) };
}

function healthy(file: string): CorpusProgram {
  const [set, name = ''] = file.split('/');
  return {
    name: `${name.replace(/\.\w+$/, '').replaceAll('_', ' ')} (${set})`,
    group: 'held-out healthy',
    runtime: file.endsWith('.py') ? 'python' : 'node',
    file: `held-out/${file}`,
  };
}

function ofPackages(programs: readonly CorpusProgram[]): readonly CorpusProgram[] {
  return programs.map((program) => ({ ...program, packages: true }));
}
