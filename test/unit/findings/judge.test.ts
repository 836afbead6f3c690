import { describe, expect, it } from 'vitest';
import type { Evidence, Points } from '../../../shared/findings/evidence.js';
import { fixCheck } from '../../../shared/findings/fix-check.js';
import { floorGrowth } from '../../../shared/findings/floor-growth.js';
import { judge } from '../../../shared/findings/judge.js';
import { nativeSigns } from '../../../shared/findings/native-signs.js';

const points = (value: (second: number) => number, seconds = 20): Points => {
  const time = Array.from({ length: seconds * 10 }, (_, at) => at * 100);
  return { time, value: time.map((ms) => value(ms / 1000)) };
};
const evidence = (series: Record<string, Points>, to = 20_000): Evidence => ({
  target: 1,
  from: 0,
  to,
  series: new Map(Object.entries(series)),
});
const step = (edge: string, name: string, edgeType = 'property') => ({ edge, edgeType, name });

describe('the floor of a series', () => {
  it('rises under a saw-tooth that comes back less each time', () => {
    const growth = floorGrowth(points((s) => 1e6 + s * 5000 + (s % 1) * 1e6));
    expect(growth?.sure).toBe(true);
    expect(growth?.slope).toBeCloseTo(5000, -3);
  });
  it('does not rise under a saw-tooth that comes back whole, nor on a plateau', () => {
    expect(floorGrowth(points((s) => 1e6 + (s % 1) * 1e6))?.sure).toBe(false);
    const plateau = floorGrowth(points((s) => Math.min(s, 8) * 1e6));
    expect(plateau).toMatchObject({ sure: false, ended: true });
  });
  it('slows where the later half surely rises less', () => {
    expect(floorGrowth(points((s) => 1e6 + 1e6 * (1 - Math.exp(-s / 8))))).toMatchObject({ slows: true });
    expect(floorGrowth(points((s) => 1e6 + s * 5000 + (s % 1) * 1e4))).toMatchObject({ slows: false });
  });
  it('is what is left after each collection, where there are enough', () => {
    const tooth = points((s) => 1e6 + s * 1000 + (s % 3) * 1e6);
    const growth = floorGrowth(tooth, [0, 3000, 6000, 9000, 12_000, 15_000, 18_000]);
    expect(growth).toMatchObject({ points: 7, sure: true });
    expect(growth?.slope).toBeCloseTo(1000, 0);
  });
  it('does not take for growth the step that a late snapshot of ours leaves', () => {
    const level = points((s) => (s < 9 ? 1e8 : 1.3e8));
    expect(floorGrowth(level)?.slope).toBeGreaterThan(1e6);
    const known = { ...level, without: [{ from: 8900, to: 14_000 }] };
    expect(floorGrowth(known)).toMatchObject({ slope: 0, delta: 0, sure: false });
  });
  it('is not judged on too few readings', () => {
    expect(floorGrowth({ time: [0, 100], value: [1, 2] })).toBeUndefined();
  });
  it('says how long a recording would tell, where noise hides the slope', () => {
    const growth = floorGrowth(
      points(
        (s) => 1e6 + s * 1000 + (Math.floor(s / 5) % 2 === 0 ? 3e4 : 0) + (Math.floor(s / 2.5) % 2) * 2e4,
      ),
    );
    expect(growth?.sure).toBe(false);
    expect(growth?.needed).toBeGreaterThan(20_000);
  });
});

describe('the rules', () => {
  it('find threads that only become more', () => {
    const [first] = judge(evidence({ threads: points((s) => 3 + Math.floor(s * 4)) })).findings;
    expect(first).toMatchObject({ rule: 'thread-growth', confidence: 'likely', pin: 'series:threads' });
  });
  it('call workers of JavaScript so, and say how they end', () => {
    const more = points((s) => 3 + Math.floor(s * 4));
    const [first] = judge(evidence({ threads: more, 'threads.WorkerThread.count': more })).findings;
    expect(first).toMatchObject({ rule: 'thread-growth', advice: expect.stringMatching(/terminate\(\)/) });
    expect(first.title).toMatch(/more worker threads/);
  });
  it('find nothing in a pool that fills and stays', () => {
    expect(judge(evidence({ threads: points((s) => 3 + Math.min(16, Math.floor(s * 8))) })).findings).toEqual(
      [],
    );
  });
  it('find child processes that are never ended, and name them so', () => {
    const [first] = judge(evidence({ children: points((s) => Math.floor(s * 2)) })).findings;
    expect(first).toMatchObject({ rule: 'handle-growth', pin: 'series:children' });
    expect(first.title).toMatch(/child processes/);
  });
  it('ask for more where the recording is too short', () => {
    const { findings, notes } = judge(evidence({ rss: { time: [0, 100], value: [1, 2] } }, 100));
    expect(findings).toEqual([]);
    expect(notes).toMatchObject([{ kind: 'too-little-data', needed: 60_000 }]);
  });
  it('say that nobody looked into a heap of which there are no two snapshots', () => {
    const { findings, notes } = judge(evidence({ 'heap.used': points(() => 1e7), rss: points(() => 3e7) }));
    expect(findings).toEqual([]);
    expect(notes).toMatchObject([{ kind: 'too-little-data', text: expect.stringMatching(/--snapshot/) }]);
  });
  it('say with which command the snapshots that are missing are taken', () => {
    const said = (more: Partial<Evidence>) =>
      judge({ ...evidence({ 'heap.used': points(() => 1e7) }), ...more })
        .notes.map(({ text }) => text)
        .join('\n');
    const process = { pid: 42, command: 'node app.js', alive: true };
    expect(said({ process })).toMatch(/no snapshot.*leakscope record --pid 42 .*--snapshot start,end/);
    expect(said({ process: { ...process, alive: false }, wholeSnapshots: 1 })).toMatch(
      /one snapshot.*leakscope run .*-- node app\.js$/,
    );
    // The line is to be pasted: what a process calls itself is no part of a shell's program.
    for (const command of ['node x.js; touch /tmp/x', '$(touch x)', 'a\u2026 `b`', 'a > b', 'a\nb'])
      expect(said({ process: { pid: 42, command, alive: false } })).toMatch(/ -- COMMAND$/m);
    const file = { ...evidence({}, 0), wholeSnapshots: 1 };
    expect(judge(file).notes.map(({ text }) => text)).toMatchObject([
      expect.stringMatching(/leakscope diff FIRST SECOND/),
    ]);
  });
  it('tell growth of a heap that nobody looked into, by the line that allocates', () => {
    const frames = [
      { file: '/app/node_modules/lib/a.js', line: 3, function: 'make' },
      { file: '/app/server.js', line: 12, function: 'handle' },
    ];
    const grown = {
      ...evidence({ 'heap.used': points((s) => 1e7 + s * 2e5, 30) }, 30_000),
      traced: [{ native: false, lines: 'call', bytes: 5e6, frames }],
      process: { pid: 42, command: 'node server.js', alive: true },
    } as const;
    const [first] = judge(grown).findings;
    expect(first).toMatchObject({
      rule: 'heap-growth',
      confidence: 'possible',
      location: { file: '/app/server.js', line: 12 },
      advice: expect.stringMatching(/leakscope record --pid 42/),
    });
    // Bytes of a count of blocks are an estimate.
    const blocks = new Map([['blocks', points((s) => 1e5 + s * 2e4, 30)]]);
    expect(judge({ ...grown, series: blocks }).findings[0].title).toMatch(/grows by about /);
    expect(first.title).not.toMatch(/about/);
    const threads = points((s) => 3 + Math.floor(s * 4), 30);
    const counted = judge({ ...grown, series: new Map([...grown.series, ['threads', threads]]) });
    expect(counted.findings.map(({ rule }) => rule)).toEqual(['thread-growth']);
    expect(judge({ ...grown, heap: heap([]) }).findings).toEqual([]);
  });
  it('say nothing of growth that ended with room in the heap, where there was none left', () => {
    const full = {
      heapFilled: true,
      ...evidence({ rss: points((s) => 1e7 + Math.min(s, 8) * 1e6) }),
    } as const;
    expect(judge(full)).toEqual({ findings: [], notes: [] });
    const toothless = {
      ...evidence({ 'heap.used': points((s) => 4e7 - (s % 1) * 2e7) }),
      collections: [1000, 5000, 9000],
    };
    const said = (given: Evidence) => judge(given).notes.filter(({ kind }) => kind === 'not-a-leak').length;
    expect([said(toothless), said({ ...toothless, heapFilled: true })]).toEqual([1, 0]);
  });
  it('find a collection that filled the heap, though its floor rose no more in the end', () => {
    const filled = {
      ...evidence({ 'heap.used': points((s) => 1e7 + Math.min(s, 8) * 1e6) }),
      heap: heap([held('Order', 3000)]),
    };
    expect(judge(filled).findings).toEqual([]);
    expect(judge({ ...filled, heapFilled: true }).findings).toMatchObject([{ rule: 'growing-container' }]);
  });
  it('say that growth has ended', () => {
    const { notes } = judge(evidence({ rss: points((s) => 1e7 + Math.min(s, 8) * 1e6) }));
    expect(notes.map(({ kind }) => kind)).toContain('not-a-leak');
  });
});

const row = (name: string, addedCount: number) => ({
  ...{ name, addedCount, removedCount: 0, survivedCount: 0, addedSize: 0, removedSize: 0 },
  ...{ countDelta: addedCount, sizeDelta: 0 },
});
const held = (name: string, count: number) => ({
  ...{ row: row(name, count), count, retainedSize: count * 1000 },
  steps: [step('', '(modules)'), step('.panels', 'list'), step('[0]', name)],
  container: { step: 1, className: 'list', entries: count, before: 0 },
});
const heap = (growing: NonNullable<Evidence['heap']>['growing']): Evidence['heap'] => ({
  ...{ producer: 'cpython', reached: { before: 0, after: 0 }, growing, closures: [], timers: [] },
  ...{ tracebacks: [], cycles: [], caches: [], threads: [], tasks: [], stacks: [], files: [] },
  ...{ span: 20_000, snapshots: [1, 2] },
});

describe('a container that is emptied', () => {
  const emptied = held('Panel', 100);
  const found = (removedCount: number, survivedCount: number) =>
    judge({
      ...evidence({}),
      heap: heap([{ ...emptied, row: { ...emptied.row, removedCount, survivedCount } }]),
    }).findings;

  it('is none, however much fuller it was at the second look', () => {
    expect(found(20, 0)).toEqual([]);
  });
  it('is one where what was there before has stayed', () => {
    expect(found(2, 18)).toMatchObject([{ rule: 'growing-container', confidence: 'possible' }]);
  });
});

describe('a collection that two snapshots may have met by chance', () => {
  /** It held `before`, of which `kept` are left, and holds 100 more now. */
  const seen = (before: number, kept: number, more: Partial<Evidence> = {}): Evidence => {
    const place = { file: '/app/a.py', line: 7, how: 'by its text' };
    const container = {
      step: 1,
      className: 'list',
      entries: before + 100,
      before,
      kept,
      gone: before - kept,
    };
    return { ...evidence({}), heap: heap([{ ...held('Panel', 100), container, place }]), ...more };
  };
  const busy = points((s) => 5e6 + (s % 1.3) * 3e6 + Math.sin(s) * 1e5);
  const rising = points((s) => 5e6 + s * 5000);
  const rules = (given: Evidence) => judge(given).findings.map(({ rule }) => rule);

  it('is silent where it held nothing, or nothing of it is left, and says which command would tell', () => {
    const empty = seen(0, 0, { series: new Map([['heap.used', busy]]) });
    expect(judge(empty).findings).toEqual([]);
    expect(
      judge(empty)
        .notes.map(({ text }) => text)
        .join(),
    ).toMatch(/panels held nothing .*--snapshot start,15s,35s,end/);
    const { heap: known } = empty;
    const nobody = known && { ...known, growing: known.growing.map(({ place: _, ...path }) => path) };
    // Of two files nothing but themselves is known.
    expect(judge({ ...evidence({}, 0), ...(nobody && { heap: nobody }) }).notes).toMatchObject([
      { kind: 'too-little-data', text: expect.stringMatching(/^panels held nothing/) },
    ]);
    expect(rules(seen(3, 0))).toEqual([]);
    // One of a few may be held elsewhere: a small number as a key.
    expect(rules(seen(4, 1))).toEqual([]);
    expect(judge(seen(20, 0)).notes.map(({ text }) => text)).toContain(
      'panels fills and is emptied: of 20 that it held at the first snapshot none is left, and 120 are in it at the last.',
    );
  });
  it('is told where little was there and stayed, in a recording too short for the heap to say', () => {
    const short = seen(3, 3, { series: new Map([['heap.used', busy]]) });
    const { findings } = judge(short);
    expect(findings).toMatchObject([{ rule: 'growing-container', confidence: 'possible' }]);
    expect(findings[0].evidence.join('\n')).toMatch(
      /more snapshots would tell: leakscope .*15s,35s,end -- COMMAND$/m,
    );
  });
  it('is told where the heap rises with it, and not where it rises by ten times as much', () => {
    const series = (each: number): Partial<Evidence> => ({
      series: new Map([['heap.used', points((s) => 5e6 + s * each)]]),
    });
    expect(rules(seen(0, 0, { series: new Map([['heap.used', rising]]) }))).toEqual(['growing-container']);
    expect(rules(seen(0, 0, series(1e6)))).toEqual([]);
    expect(rules(seen(20, 0, series(1e6)))).toEqual([]);
  });
  it('is told where four snapshots met it higher each time', () => {
    const at = (...entries: readonly number[]) => entries.map((n, row) => ({ at: row * 5000, entries: n }));
    const looked = (...entries: readonly number[]): Evidence => {
      const given = seen(0, 0);
      const [path] = given.heap?.growing ?? [];
      return { ...given, heap: heap([{ ...path, held: at(...entries) }]) };
    };
    expect(rules(looked(0, 33, 67, 100))).toEqual(['growing-container']);
    expect(rules(looked(0, 80, 20, 100))).toEqual([]);
    expect(rules(looked(0, 50, 100))).toEqual([]);
  });
  it('is fixed where what it holds goes, or hardly more came than by chance', () => {
    const leaking = seen(20, 20);
    const [finding] = judge(leaking).findings;
    const verdict = (changed: Evidence) => fixCheck(finding, leaking, changed).verdict;
    expect([verdict(seen(20, 0)), verdict(seen(20, 20)), verdict(seen(0, 0))]).toEqual([
      'fixed',
      'not-fixed',
      'not-enough-data',
    ]);
    const few = seen(0, 0);
    const [path] = few.heap?.growing ?? [];
    const one = { ...path, count: 4, row: row('Panel', 4) };
    expect(verdict({ ...few, heap: heap([one]) })).toBe('fixed');
  });
  it('is not fixed for that what it holds goes, where it went while it grew: a queue that is emptied too slowly', () => {
    const backlog = seen(50, 0, { series: new Map([['heap.used', rising]]) });
    const [finding] = judge(backlog).findings;
    expect(finding).toMatchObject({ rule: 'growing-container' });
    const restless = seen(50, 0, { series: new Map([['heap.used', busy]]) });
    expect(fixCheck(finding, backlog, restless).verdict).toBe('not-enough-data');
  });
  it('is named where it holds listeners, and no series says how the heap moves', () => {
    const path = held('Function', 100);
    const steps = [
      step('', 'global'),
      step('.bus', 'Bus'),
      step('._events', 'Object'),
      step('.change', 'Array'),
    ];
    const container = { step: 3, className: 'Array', entries: 100, before: 0, kept: 0, gone: 0 };
    const { findings, notes } = judge({
      ...evidence({}, 0),
      heap: heap([{ ...path, steps: [...steps, step('[0]', 'onChange()')], container }]),
    });
    expect(findings).toEqual([]);
    expect(notes.map(({ text }) => text).join()).toMatch(
      /change held nothing of what it holds now, 100 Function/,
    );
  });
});

describe('circles that nothing reaches', () => {
  const members = [{ className: 'Node', edge: 'parent' }];
  const cycles = [{ className: 'Node', count: 900, before: 4, bytes: 2e5, members, weak: 0 }];
  const rules = (collections: readonly number[], collector = { enabled: true }) => {
    const given = heap([]);
    const series = new Map([['heap.used', points((s) => 5e6 + s * 1e4)]]);
    const thresholds = [700, 10, 10];
    const own = given && { ...given, cycles, collector: { ...collector, thresholds, frozen: 0 } };
    return judge({ ...evidence({}), series, collections, ...(own && { heap: own }) }).findings.map(
      ({ rule }) => rule,
    );
  };
  it('wait for a collector that came once; and leak where it is kept from coming, or comes and leaves more', () => {
    expect(rules([9000])).toEqual([]);
    expect(rules([9000], { enabled: false })).toEqual(['reference-cycle']);
    expect(rules([3000, 9000, 15_000])).toEqual(['reference-cycle']);
  });
});

describe('a memoized method of JavaScript', () => {
  const place = { file: '/app/views.js', line: 21, how: 'by its text' };
  const cached = (held: readonly string[], more: object = {}) => {
    const steps = [
      step('', 'global'),
      step('View', 'View()', 'context'),
      step('.prototype', 'Object'),
      step('.totals', 'memoized()'),
      step('context', 'system / Context', 'internal'),
      step('entries', 'Map', 'context'),
      step('table', '(array)', 'internal'),
      step('9', 'Object', 'internal'),
    ];
    const path = {
      ...{ row: row('{self, value}', 565), count: 565, retainedSize: 565e5, steps, place, holds: held },
      container: { step: 5, className: 'Map', entries: 655, before: 90, kept: 90, gone: 0 },
    };
    return judge({ ...evidence({}), heap: heap([{ ...path, ...more }]) });
  };
  const bound = { file: '/app/views.js', line: 22, by: 'entries' };

  it('keeps its instances up to its bound: a plateau, and how high', () => {
    const { findings } = cached(['View'], { bound: { ...bound, limit: 700 } });
    expect(findings).toMatchObject([
      {
        rule: 'cache-holds-instance',
        title: 'The cache of View.totals keeps 655 View',
        because: expect.stringMatching(/plateau once full: 700 entries of 100.0 kB are 70.0 MB/),
        location: { line: 21 },
        pin: 'container:entries',
      },
    ]);
    expect(findings[0].advice).toMatch(/WeakMap/);
    expect(cached(['View'], { bound }).findings[0].because).toMatch(/Line 22 compares its size.*65.5 MB/);
    expect(cached(['View']).findings[0].because).toMatch(/no bound/);
  });
  it('is but a collection, where it holds nothing of its class', () => {
    expect(cached(['Row'], { bound }).findings).toEqual([]);
    expect(cached(['Row']).findings).toMatchObject([{ rule: 'growing-container' }]);
  });
  it('is but a collection, where its instances keep little, or it may have been met full by chance', () => {
    expect(cached(['View'], { retainedSize: 565e2 }).findings).toMatchObject([{ rule: 'growing-container' }]);
    const filled = { container: { step: 5, className: 'Map', entries: 565, before: 0, kept: 0, gone: 0 } };
    const { findings, notes } = cached(['View'], filled);
    expect(findings).toEqual([]);
    expect(notes.map(({ text }) => text).join()).toMatch(/entries held nothing of what it holds now/);
  });
});

describe('what is one thing', () => {
  const link = [
    step('.age', 'age()'),
    step('context', 'system / Context', 'internal'),
    step('before', 'Object', 'context'),
  ];
  const chain = [
    step('', 'global'),
    { ...step('fallback', 'Object', 'context'), id: 1 },
    { ...step('.current', 'Object'), id: 2 },
    ...link,
    ...link,
  ];
  const chained = {
    ...{
      row: { ...row('{answer, age}', 100), survivedCount: 60 },
      count: 100,
      retainedSize: 8e6,
      steps: chain,
    },
    container: { step: 2, className: '{answer, age}', entries: 160, before: 60, chain: true },
  } as const;
  const rows = {
    ...{ row: row('{title}', 960), count: 960, retainedSize: 6e5 },
    steps: [...chain, step('.rows', 'Array'), step('[0]', 'Object')],
    container: { step: 9, className: 'Array', entries: 120 },
  };
  const closure = { name: 'age', count: 100, before: 60, context: [{ name: 'before', retainedSize: 8e6 }] };
  const found = (unused: readonly string[]) => {
    const given = heap([rows, chained]);
    const series = new Map([['heap.used', points((s) => 5e6 + s * 3e5)]]);
    return judge({
      ...evidence({}),
      series,
      ...(given && { heap: { ...given, closures: [{ ...closure, unused }] } }),
    }).findings;
  };

  it('is told once: a chain of functions, and what its links hold', () => {
    expect(found(['before'])).toMatchObject([
      { rule: 'closure-retains', title: 'Each age keeps the one before it, by before: 100 more' },
    ]);
    expect(found([])).toMatchObject([{ rule: 'growing-container', pin: 'container:fallback.current' }]);
  });
  it('is told once: a collection and its copy', () => {
    const member = { ...step('[0]', 'Panel'), id: 77 };
    const of = (edge: string, before?: number) => ({
      ...held('Panel', 100),
      steps: [step('', '(modules)'), step('.subject', 'Subject'), step(edge, 'list'), member],
      container: {
        step: 2,
        className: 'list',
        entries: 150,
        ...(before && { before, kept: before, gone: 0 }),
      },
    });
    const given = { ...evidence({}), heap: heap([of('.current'), of('.observers', 50)]) };
    expect(judge(given).findings.map(({ pin }) => pin)).toEqual(['container:subject.observers']);
  });
  it('is told of the one without a bound, where a bounded one holds the same', () => {
    const member = { ...step('[0]', 'Panel'), id: 77 };
    const of = (edge: string, bound?: object) => ({
      ...held('Panel', 100),
      steps: [step('', '(modules)'), step('.subject', 'Subject'), step(edge, 'list'), member],
      container: { step: 2, className: 'list', entries: 150, before: 50, kept: 50, gone: 0 },
      ...(bound && { bound: { file: '/app/a.js', line: 9, by: 'recent', limit: 1000 } }),
    });
    const pins = (...growing: NonNullable<Evidence['heap']>['growing']) =>
      judge({ ...evidence({}), heap: heap(growing) }).findings.map(({ pin }) => pin);
    const [bounded, all] = [of('.recent', {}), of('.all')];
    expect(pins(bounded, all)).toEqual(['container:subject.all']);
    expect(pins(all, bounded)).toEqual(['container:subject.all']);
    expect(pins(bounded)).toEqual([]);
  });
});

describe('what is counted by itself', () => {
  const place = { file: '/app/a.py', line: 7, function: 'work' };
  const first = (more: Partial<NonNullable<Evidence['heap']>>, floor = points(() => 5e6)) => {
    const given = heap([]);
    const series = new Map([['traced', floor]]);
    return judge({ ...evidence({}), series, ...(given && { heap: { ...given, ...more } }) }).findings[0]
      ?.rule;
  };
  const rising = points((s) => 5e6 + s * 50_000);
  const hardly = points((s) => 5e6 + s * 500);
  const counts = [
    ['before there was none', { before: 0, kept: 0, gone: 0 }, undefined],
    ['all of it went', { before: 30, kept: 0, gone: 30 }, undefined],
    ['all of it stayed', { before: 30, kept: 30, gone: 0 }, 'told'],
    ['it was not looked at', { before: 30 }, 'told'],
  ] as const;

  it.each(counts)('tasks: %s', (_, turned, told) => {
    const tasks = [{ coroutine: 'follow', count: 120, ...turned, waits: place }];
    expect(first({ tasks })).toBe(told && 'task-growth');
    expect(first({ tasks }, rising)).toBe('task-growth');
    // Six tasks a second are more than 500 bytes.
    expect(first({ tasks }, hardly)).toBe(told && 'task-growth');
  });
  it.each(counts)('tracebacks: %s', (_, turned, told) => {
    const tracebacks = [{ count: 120, ...turned, place, keeps: [], retainedSize: 1e6 }];
    expect(first({ tracebacks })).toBe(told && 'exception-keeps-frame');
    expect(first({ tracebacks }, rising)).toBe('exception-keeps-frame');
  });
  it.each(counts)('entries of a cache: %s', (_, turned, told) => {
    const cache = { function: 'A.f', instance: 'A', entries: 120, ...turned, retainedSize: 1e6 };
    expect(first({ caches: [cache] })).toBe(told && 'cache-holds-instance');
    expect(first({ caches: [cache] }, rising)).toBe('cache-holds-instance');
    // A plateau is one, whenever it was looked at.
    expect(first({ caches: [{ ...cache, limit: 120 }] })).toBe('cache-holds-instance');
  });
  it('is told of a heap that was full, whenever it began', () => {
    const given = heap([]);
    const counted = { before: 0, kept: 0, gone: 0 };
    const tasks = [{ coroutine: 'follow', count: 120, ...counted, waits: place }];
    const some: Evidence = { ...evidence({}, 2000), ...(given && { heap: { ...given, tasks } }) };
    expect(judge(some).findings).toEqual([]);
    expect(judge({ ...some, heapFilled: true }).findings).toMatchObject([{ rule: 'task-growth' }]);
  });
  it.each(counts)('elements out of the document: %s', (name, { before, ...turned }) => {
    const { kept = before, gone = 0 }: { kept?: number; gone?: number } = turned;
    const path = held('Detached HTMLDivElement', 120);
    const growing = [{ ...path, row: { ...path.row, survivedCount: kept, removedCount: gone } }];
    expect(first({ growing })).toBe(name === 'all of it went' ? undefined : 'detached-dom');
  });
});

describe('mark and repeat', () => {
  const judged = (times: number) =>
    judge({
      ...evidence({}),
      heap: heap([held('Row', 15), held('Panel', 14)]),
      repeats: { mark: 'open', times },
    });

  it('puts first what became exactly k × n more', () => {
    const [first] = judged(7).findings;
    expect(first).toMatchObject({ rule: 'repeated-growth', title: 'Each “open” leaves 2 Panel in panels' });
    expect(judged(7).findings.some(({ title }) => /Row/.test(title))).toBe(false);
  });
  it('proves nothing where it was done twice', () => {
    expect(judged(2).findings).toEqual([]);
  });
});

describe('the fix check', () => {
  const leaking = evidence({ threads: points((s) => 3 + Math.floor(s * 4)) });
  const [finding] = judge(leaking).findings;
  const check = (changed: Evidence) => fixCheck(finding, leaking, changed);
  it('is fixed where it does not grow any more, with both slopes', () => {
    const answer = check(evidence({ threads: points(() => 5) }));
    expect(answer).toMatchObject({ verdict: 'fixed', after: { slope: 0 } });
    expect(answer.before.slope).toBeCloseTo(4, 0);
  });
  it('is not fixed where it still does, more slowly', () => {
    expect(check(evidence({ threads: points((s) => 3 + Math.floor(s * 2)) })).verdict).toBe('not-fixed');
  });
  it('is not known from a shorter run, nor without the series', () => {
    expect(check(evidence({ threads: points(() => 5, 4) }, 4000)).verdict).toBe('not-enough-data');
    expect(check(evidence({ rss: points(() => 5) })).verdict).toBe('not-enough-data');
  });
});

describe('native memory', () => {
  it('is told with the mappings that grew and the stacks that took it', () => {
    const taken = {
      native: true,
      lines: 'call',
      bytes: 4e6,
      frames: [
        { file: 'libc.so.6', line: 0, function: 'malloc' },
        { file: 'libimage.so', line: 0, function: 'image_load' },
        { file: '/app/thumbs.py', line: 12, function: 'load' },
      ],
    } as const;
    const { signs, place, taker } = nativeSigns({
      ...evidence({}),
      mappings: [
        { kind: 'heap', name: '[heap]', rss: 9e6, delta: 5e6 },
        { kind: 'file', name: '/usr/lib/libimage.so', rss: 3e6, delta: 2e6 },
      ],
      // Read twice, told once, with the most.
      traced: [taken, { ...taken, bytes: 1e6 }, { native: false, lines: 'call', bytes: 9e6, frames: [] }],
    });
    expect(signs.map(({ text }) => text)).toEqual([
      'Mapping: the heap of the C allocator, [heap], 5.0 MB more, 9.0 MB now.',
      'Mapping: /usr/lib/libimage.so, 2.0 MB more, 3.0 MB now.',
      'Native stack of 4.0 MB: image_load (libimage.so) < load (thumbs.py:12).',
    ]);
    expect(place).toMatchObject({ file: '/app/thumbs.py', line: 12 });
    expect(taker).toBe('image_load (libimage.so)');
  });
});
