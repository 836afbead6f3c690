import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../shared/findings/evidence.js';
import { byCertainty, judge } from '../../../shared/findings/judge.js';
import { unpackedEvidence } from '../../helpers/recorded-evidence.js';

/** What real programs showed, recorded once (`npm run test:long -- corpus` records them anew), and what the rules must say of it. */
const folder = join(import.meta.dirname, 'evidence');
const MOST_BYTES = 120_000;

/** The first finding: its rule, `file:line`, function; what else it must say. */
const STORIES: Readonly<
  Record<string, readonly [rule: string, at?: string, within?: string, says?: RegExp]>
> = {
  lru: ['cache-holds-instance', 'leak_lru.py:5', 'Model.predict', /128 entries|full.*134/],
  'future-cycle': [
    'exception-keeps-frame',
    'leak_future_cycle.py:9',
    'submit_and_swallow',
    /local err .*future/s,
  ],
  'pool-hang': ['task-growth', 'leak_pool_hang.py:7', 'outer', /child \d+ waits for work.*parent/s],
  'sse-threads': ['thread-growth', 'leak_sse_threads.py:11', 'H.events', /process_request_thread/],
  buffer: ['growing-container', 'leak_buffer.py:7', 'Recorder.record_task', /R\.buffer\.tasks/],
  cycle: [
    'reference-cycle',
    'leak_misc.py:9',
    'cycle',
    /Node\.children.*Node\.parent|Node\.parent.*Node\.children/s,
  ],
  cache: ['growing-container', 'leak_misc.py:10', 'cache', /CACHE/],
  native: ['native-growth', undefined, undefined, /C allocator, in use/],
  'misc-frag': ['fragmentation', undefined, undefined, /object allocator/],
  'rss-frag': ['fragmentation', undefined, undefined, /object allocator/],
  'rss-malloc-frag': ['fragmentation', undefined, undefined, /held by malloc/],
  map: ['growing-container', 'leak_map.mjs:16', 'login', /sessions/],
  listeners: ['listener-growth', 'leak_listeners.mjs:11', 'Request.constructor', /change/],
  timers: ['timer-growth', 'leak_timers.mjs:6', 'Connection.constructor', /timers/],
  closure: ['closure-retains', 'leak_closure.mjs:8', 'makeHandler', /payload.*not named by the function/s],
  buffers: ['growing-container', 'leak_buffers.mjs:5', undefined, /ArrayBuffers/],
  tasks: ['task-growth', 'leak_tasks.py:11', 'Hub.follow', /tasks of follow/],
  sockets: ['handle-growth', 'leak_sockets.py:14', 'Client.ask', /kind socket/],
  strings: ['growing-container', 'leak_strings.mjs:14', undefined, /rows/],
  memo: [
    'growing-container',
    'leak_memo.mjs:15',
    'summary',
    /memo.*fills for longer than these \d+ s and then stays looks so, too: .*--duration 2m --snapshot start,15s/s,
  ],
  'logout-timeouts': ['timer-growth', 'logout_timeouts.mjs:9', 'login', /timers/],
  'audit-trail': ['growing-container', 'audit_trail.mjs:13', undefined, /none has been taken out/],
  'metrics-by-url': ['growing-container', 'metrics_by_url.mjs:12', 'Metrics.increment', /#counters grows/],
  'unread-stream': ['growing-container', 'unread_stream.mjs:11', 'EventLog.emit', /log\.tap/],
  'wrapped-handlers': ['growing-container', 'wrapped_handlers.mjs:7', 'reconfigure', /onMessage grows/],
  'closed-sockets': ['growing-container', 'closed_sockets.mjs:8', 'Room.join', /room\.members/],
  'weak-documents': ['growing-container', 'weak_documents.mjs:10', 'Documents.open', /byPath/],
  'sensor-readings': [
    'growing-container',
    'sensor_readings.py:19',
    'Monitor.observe',
    /_by_sensor\[…\].*4 collections/s,
  ],
  breadcrumbs: ['growing-container', 'breadcrumbs.py:13', 'leave', /category, message/],
  finalizers: ['growing-container', 'finalizers.py:22', 'temporary', /makes finalize/],
  'cancelled-reminders': [
    'growing-container',
    'cancelled_reminders.py:14',
    'Scheduler.at',
    /takes out of it what is old/,
  ],
  'kept-failures': [
    'exception-keeps-frame',
    'kept_failures.py:22',
    'Worker.run',
    /worker\.failures, which line 22/,
  ],
  'unwaited-children': ['handle-growth', 'unwaited_children.py:12', 'Thumbnails.make', /pipe/],
  'raced-promises': [
    'growing-container',
    'n16_race.mjs:11',
    'step',
    /closed is never settled.*waits for closed/s,
  ],
  'waiting-sessions': ['task-growth', 'p04_rpc.py:26', 'receive', /tasks of route/],
  'same-texts': ['duplicate-strings', 'leak_texts.mjs:7', undefined, /copies.*rows/s],
  'closure-late': [
    'closure-retains',
    'leak_closure.mjs:8',
    'makeHandler',
    /payload.*not named by the function/s,
  ],
  // Programs on libraries of others, as the rules first met them.
  'memoized-pages': ['growing-container', 'memo.js:4', undefined, /cachedRender\.cache/],
  'rx-subscriptions': ['growing-container', 'rx.js:4', 'Widget.mount', /prices\.observers/],
  'session-store': ['growing-container', 'memory.js:40', undefined, /^store\.sessions grows/],
  'log-transports': ['listener-growth', 'winston.js:3', 'request', /^root has .* listeners for end/],
  'metric-labels': ['growing-container', 'prom.py:5', 'handle', /REQUESTS\._metrics/],
  'timer-threads': ['thread-growth', 'timer.py:5', 'Session.__init__', /more threads/],
  'strong-receivers': ['growing-container', 'blink.py:6', 'Panel.show', /changed\.receivers/],
  'heap-full': ['growing-container', 'filling.mjs:5', 'keepOrder', /orders grows/],
  'small-leak': ['growing-container', 'small.mjs:8', 'login', /Of the 13 that it held before none has/],
  'memoized-method': [
    'cache-holds-instance',
    'n09-views.js:21',
    'memoize',
    /655 TenantView.*700 entries of .* are 85/s,
  ],
  detached: ['detached-dom', 'leak_detached.html:14', 'redraw', /held by removed/],
};

const names = readdirSync(folder).map((file) => file.replace('.json', ''));
const evidenceOf = (name: string): readonly Evidence[] => {
  const packed = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as readonly unknown[];
  return packed.map(unpackedEvidence);
};
const judged = (name: string) => {
  const all = evidenceOf(name).map((one) => judge(one));
  return {
    findings: all.flatMap(({ findings }) => findings).sort(byCertainty),
    notes: all.flatMap(({ notes }) => notes),
  };
};

describe('the corpus', () => {
  it('has every story, and ten healthy programs at least', () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(STORIES)));
    expect(names.filter((name) => name.startsWith('healthy-')).length).toBeGreaterThanOrEqual(10);
    for (const name of names) expect(statSync(join(folder, `${name}.json`)).size).toBeLessThan(MOST_BYTES);
  });

  it.each(Object.entries(STORIES))('%s: the right rule and line first', (name, [rule, at, within, says]) => {
    const [first] = judged(name).findings;
    expect(first?.rule).toBe(rule);
    const { location } = first;
    expect(location && `${location.file.split('/').at(-1)}:${location.line}`).toBe(at);
    expect(location?.function).toBe(within);
    expect([first.title, first.because, ...first.evidence].join('\n')).toMatch(says ?? /./);
    expect(first.signs?.map(({ text }) => text)).toEqual(first.evidence);
    expect(first.advice.length).toBeGreaterThan(20);
  });

  it.each(names.filter((name) => name.startsWith('healthy-')))('%s: no alarm', (name) => {
    expect(judged(name).findings).toEqual([]);
  });

  it('says of growth that is taken out by age that it is possible alone', () => {
    expect(judged('cancelled-reminders').findings[0].confidence).toBe('possible');
    expect(judged('sensor-readings').findings[0].confidence).toBe('likely');
  });

  it('says of a collection that was empty, and may be emptied again, that more snapshots would tell', () => {
    const told = judged('healthy-emptied').notes.filter(({ kind }) => kind === 'too-little-data');
    expect(told.map(({ text }) => text).join()).toMatch(
      /^sessions held nothing .*--snapshot start,15s,35s,end/,
    );
  });

  it('says of what fills until a line of the program empties it how long would tell', () => {
    const told = (name: string) =>
      judged(name)
        .notes.map(({ text }) => text)
        .join();
    expect(told('healthy-tokens')).toMatch(
      /_known fills.* line 20 takes out what is older than 2.*--duration 4m/,
    );
    expect(told('healthy-event-batches')).toMatch(/#events fills.* line 14 calls flush, which empties it/);
    expect(told('healthy-catalogue')).toMatch(
      /products fills: .* by a loop in line 18 that ends after 2.000 rounds/,
    );
  });

  it('says of no heap that was full that it grew no more', () => {
    const fine = (given: Evidence): readonly string[] =>
      judge(given)
        .notes.filter(({ kind }) => kind === 'not-a-leak')
        .map(({ text }) => text);
    const [{ heapFilled, ...alive }] = evidenceOf('heap-full-unlooked');
    expect(heapFilled).toBe(true);
    expect(fine(alive).join()).toMatch(/then no more/);
    expect(fine({ ...alive, heapFilled: true })).toEqual([]);
  });

  it('says what looks like a leak and is none', () => {
    const said = (name: string): string =>
      judged(name)
        .notes.filter(({ kind }) => kind === 'not-a-leak')
        .map(({ text }) => text)
        .join('\n');
    expect(said('healthy-lru-fills')).toMatch(/saw-tooth|of at most 5.000 entries/);
    expect(said('healthy-dedupe')).toMatch(/of at most 10.000 entries, kept by line \d+/);
    expect(said('healthy-deque')).toMatch(/recent fills: .* of at most 20.000 entries/);
    expect(said('healthy-pytest')).toMatch(/pytest keeps a report of each test/);
    expect(said('healthy-emptied-half')).toMatch(/sessions fills and is emptied: of 20 .* none is left/);
    expect(said('healthy-saw-tooth')).toMatch(/saw-tooth/);
    expect(said('healthy-warm-up')).toMatch(/then no more/);
  });
});
