import { describe, expect, it } from 'vitest';
import { findingNoteText } from '../../../shared/api/finding-note-text.js';
import type { Evidence, Points } from '../../../shared/findings/evidence.js';
import { judge } from '../../../shared/findings/judge.js';

/** What is seen and not told as a leak is named all the same: silence must mean that there is nothing. */

const points = (value: (second: number) => number): Points => {
  const time = Array.from({ length: 200 }, (_, at) => at * 100);
  return { time, value: time.map((ms) => value(ms / 1000)) };
};
const busy = points((s) => 5e6 + (s % 1.3) * 3e6 + Math.sin(s) * 1e5);
const rising = points((s) => 5e6 + s * 1e6);
type Heap = NonNullable<Evidence['heap']>;
const place = { file: '/app/a.py', line: 7, how: 'by its text' };

function seen(heap: Partial<Heap>, used: Points = busy, more: Partial<Evidence> = {}): Evidence {
  return {
    ...{ target: 1, from: 0, to: 20_000, series: new Map([['heap.used', used]]) },
    process: { pid: 42, command: 'python app.py', alive: true },
    ...more,
    heap: {
      ...{ producer: 'cpython', reached: { before: 0, after: 0 }, growing: [], closures: [], timers: [] },
      ...{ tracebacks: [], cycles: [], caches: [], threads: [], tasks: [], stacks: [], files: [] },
      ...{ span: 20_000, snapshots: [1, 2] as const },
      ...heap,
    },
  };
}

function growing(name: string, count: number, each: number, more: object = {}): Heap['growing'][number] {
  return {
    row: {
      ...{ name: 'Panel', addedCount: count, removedCount: 0, survivedCount: 0, addedSize: 0 },
      ...{ removedSize: 0, countDelta: count, sizeDelta: 0 },
    },
    count,
    retainedSize: count * each,
    steps: [
      { edge: '', edgeType: 'property', name: '(modules)' },
      { edge: `.${name}`, edgeType: 'property', name: 'list', id: name.length },
      { edge: '[0]', edgeType: 'element', name: 'Panel', id: 1000 + name.length },
    ],
    container: { step: 1, className: 'list', entries: count, before: 0, kept: 0, gone: 0 },
    ...more,
  };
}
const texts = (given: Evidence): readonly string[] => judge(given).notes.map(findingNoteText);
const COMMAND = /leakscope record --pid 42 --tree --duration 1m --snapshot start,15s,35s,end$/;

describe('beside a leak', () => {
  const large = growing('events', 5000, 4000, { place });
  it('a small one that began empty is named, with the command that would tell', () => {
    const small = growing('orders', 60, 500, { place: { ...place, line: 9 } });
    const { findings, notes } = judge(seen({ growing: [large, small] }, rising));
    expect(findings.map(({ title }) => title)).toEqual([expect.stringMatching(/^events grows/)]);
    expect(notes.map(findingNoteText)).toEqual([expect.stringMatching(/^orders held nothing/)]);
    expect(findingNoteText(notes[0])).toMatch(COMMAND);
  });
  it('one that no line fills is named, and small tables of the runtime are not', () => {
    const kept = { step: 1, className: 'list', entries: 900, before: 100, kept: 100, gone: 0 };
    const table = growing('handles', 400, 100, { container: kept });
    const second = growing('sockets', 800, 1000, { container: kept });
    expect(texts(seen({ growing: [large, table, second] }, rising))).toEqual([
      expect.stringMatching(/^sockets grows: 800 new Panel, which keep 800.0 kB, and no line/),
    ]);
  });
  it('is no request to record more of the whole', () => {
    const reached = { before: 1e6, after: 9e6 };
    expect(texts(seen({ growing: [large], reached }, rising))).toEqual([]);
  });
});

describe('what was not there at the first snapshot, in a heap that does not surely rise', () => {
  it('is named where it is tasks, timers, tracebacks or entries of a cache', () => {
    const tasks = [{ coroutine: 'fetch', count: 60, before: 0, kept: 0, gone: 0 }];
    expect(texts(seen({ tasks }))).toEqual([
      expect.stringMatching(/^Tasks of fetch: 0 at the first snapshot, 60 at the last.*leakscope record/),
    ]);
    const timers = [{ name: 'tick', count: 300, before: 0, kept: 0, gone: 0, context: [] }];
    expect(texts(seen({ timers }))[0]).toMatch(/^Timers that call tick: 0 at/);
    const tracebacks = [
      { ...{ count: 60, before: 0, kept: 0, gone: 0, place, keeps: [], retainedSize: 6e4 }, local: 'error' },
    ];
    expect(texts(seen({ tracebacks }))[0]).toMatch(/^Tracebacks of .*line 7: 0 at/);
    const caches = [
      { ...{ function: 'A.f', entries: 500, before: 0, kept: 0, gone: 0 }, instance: 'A', retainedSize: 1e6 },
    ];
    expect(texts(seen({ caches }))[0]).toMatch(/^Entries in the cache of A\.f: 0 at/);
  });
  it('is said to come and go where what was there has gone', () => {
    const tasks = [{ coroutine: 'fetch', count: 60, before: 30, kept: 0, gone: 30 }];
    expect(judge(seen({ tasks })).notes).toMatchObject([
      { kind: 'not-a-leak', text: expect.stringMatching(/come and go: of 30 at the first snapshot none/) },
    ]);
  });
  it('is named where it is functions that keep what they do not use', () => {
    const closures = [
      {
        ...{ name: 'onDone', count: 100, before: 0, unused: ['payload'], place },
        context: [{ name: 'payload', retainedSize: 9000 }],
      },
    ];
    const functions = growing('handlers', 100, 9000, { place });
    const row = { ...functions.row, name: 'Function' };
    expect(texts(seen({ closures, growing: [{ ...functions, row }] }))).toEqual([
      expect.stringMatching(/^handlers held nothing of what it holds now, 100 Function/),
    ]);
  });
  it('is named where the collection itself is new, and large; small ones are made all the time', () => {
    const container = { step: 1, className: 'list', entries: 100 };
    const fresh = (each: number) =>
      texts(seen({ growing: [growing('report', 100, each, { place, container })] }));
    expect(fresh(5000)[0]).toMatch(/^report was not there at the first snapshot, and holds 100 Panel/);
    expect(fresh(500)).toEqual([]);
  });
});

describe('listeners of an event target', () => {
  it('are a chain, whatever each of them holds', () => {
    const way = (edge: string, name: string, id: number) => ({ edge, edgeType: 'property', name, id });
    const steps = [
      ...[way('', 'global', 1), way('.signal', 'AbortSignal', 2), way('["<symbol kEvents>"]', 'Map', 3)],
      ...[way('table', '(array)', 4), way('6', 'Object', 5), way('.next', 'Listener', 6)],
      ...[way('.next', 'Listener', 7), way('.callback', 'Map', 8)],
    ];
    const container = { step: 5, className: 'Listener', entries: 900, before: 100, chain: true };
    const [first] = judge(
      seen({ growing: [growing('next', 800, 5000, { steps, container })] }, rising),
    ).findings;
    expect(first).toMatchObject({ rule: 'listener-growth', title: 'signal has 800 more listeners' });
  });
});

describe('what is explained', () => {
  it('are listeners that grew and then no more', () => {
    const steps = [
      ...[{ edge: '', edgeType: 'property', name: 'global' }],
      ...[{ edge: '.bus', edgeType: 'property', name: 'Bus' }],
      ...[{ edge: '._events', edgeType: 'property', name: 'Object' }],
      ...[{ edge: '.change', edgeType: 'property', name: 'Array' }],
      ...[{ edge: '[0]', edgeType: 'element', name: 'Function' }],
    ];
    const container = { step: 3, className: 'Array', entries: 900, before: 100, kept: 100, gone: 0 };
    const path = growing('change', 800, 5000, { steps, container });
    const flat = points((s) => 5e6 + (s % 1) * 1e5);
    expect(judge(seen({ growing: [path] }, flat))).toMatchObject({
      findings: [],
      notes: [
        { kind: 'not-a-leak', text: expect.stringMatching(/change grew by 800 Panel and then no more/) },
      ],
    });
  });
  it('are circles that wait for the collector', () => {
    const members = [{ className: 'Node', edge: 'parent' }];
    const cycles = [{ className: 'Node', count: 900, before: 4, bytes: 2e5, members, weak: 0 }];
    expect(judge(seen({ cycles }))).toMatchObject({
      findings: [],
      notes: [{ kind: 'not-a-leak', text: expect.stringMatching(/^900 Node .*waits for the collector/) }],
    });
  });
  it('are shared segments that fill up to their size', () => {
    const ledger = {
      ...{ rss: 1e8, kind: 'shared', sentence: '', advice: '' },
      entries: [{ id: 'shared', name: 'Shared memory', bytes: 5e7, delta: 2e7 }],
    };
    const mappings = [{ kind: 'shared', name: '/dev/shm/ring', rss: 5e7, delta: 2e7, mapped: 0 }];
    const series = new Map([['rss', rising]]);
    expect(judge({ ...seen({}, busy, { ledger, mappings, series }) }).notes).toMatchObject([
      { kind: 'not-a-leak', text: expect.stringMatching(/^Shared memory has 20.0 MB more.*end with/) },
    ]);
  });
});

describe('the text of a note', () => {
  it('has its command whole, whatever the target calls its things', () => {
    const hostile = { ...growing('', 60, 500).row, name: `P\u202e${'\n'.repeat(5000)}` };
    const name = `a${'b'.repeat(5000)}`;
    const small = growing(name, 60, 500, { place, row: hostile });
    const command = `python ${'x'.repeat(110)}`;
    const ended = { process: { pid: 42, command, alive: false } };
    for (const given of [seen({ growing: [small] }), seen({ growing: [small] }, busy, ended)]) {
      const [text] = texts(given);
      expect(text.length).toBeLessThan(1500);
      expect(text).toMatch(/--snapshot start,15s,35s,end($| -- python x{110}$)/);
    }
    const long = `${name.repeat(3)} leakscope record --pid 1`;
    expect(findingNoteText({ text: long })).toMatch(/characters\)leakscope record --pid 1$/);
  });
});

describe('what a warm-up explains', () => {
  // Kept all along, so that chance is no matter.
  const held = { step: 1, className: 'list', entries: 9000, before: 4000, kept: 4000, gone: 0 };
  const kept = (more: object = {}) => ({
    ...growing('index', 5000, 2000, { place }),
    container: held,
    ...more,
  });
  const found = (given: Evidence) => judge(given).findings.map(({ title }) => title);
  const times = [0, 20_000] as const;
  const reached = { before: 5e6, after: 15e6 };
  /** Garbage of 7 MB comes on top, and goes at each collection. */
  const sparse = (live: (second: number) => number): Points => points((s) => live(s) + (s % 7) * 1e6);
  const collections = [7000, 14_000];
  const given = (used: Points, heap: object = {}) =>
    seen({ growing: [kept()], times, reached, ...heap }, used, { collections, from: 0, to: 20_000 });
  const endingAt = (used: Points, last: number): Points => ({
    time: [...Array.from(used.time), 20_100, 20_200],
    value: [...Array.from(used.value), last, last],
  });

  it('is growth of which few collections left as much as the end', () => {
    const warm = given(
      endingAt(
        sparse((s) => 5e6 + Math.min(s, 4) * 2.5e6),
        15e6,
      ),
    );
    expect(found(warm)).toEqual([]);
    expect(texts(warm)).toContainEqual(expect.stringMatching(/^index grew by 5.000 Panel and then no more/));
    expect(
      found(
        given(
          endingAt(
            sparse((s) => 5e6 + s * 0.5e6),
            15e6,
          ),
        ),
      ),
    ).toEqual([expect.stringMatching(/^index grows/)]);
  });
  it('is not told by collections of a heap whose garbage is larger than the growth', () => {
    const small = { reached: { before: 5e6, after: 6e6 }, growing: [kept({ retainedSize: 1e6 })] };
    const restless = points((s) => 5e6 + (s % 7) * 4e6 + Math.sin(s * 3) * 1e6);
    expect(found(given(endingAt(restless, 6e6), small))).toEqual([expect.stringMatching(/^index grows/)]);
  });
  it('is growth that fades', () => {
    const fading = points((s) => 5e6 + 1e7 * (1 - Math.exp(-s / 3)));
    expect(found(seen({ growing: [kept()] }, fading))).toEqual([]);
    expect(found(seen({ growing: [kept()] }, rising))).toEqual([expect.stringMatching(/^index grows/)]);
  });
  it('is growth of which the few collections of the later half left no more', () => {
    const full = points((s) => 5e6 + Math.min(s, 9) * 1e6 - s * 1e4 + (s % 2) * 4e6);
    const each = { collections: [2000, 4000, 6000, 8000, 10_000, 12_000, 14_000, 16_000, 18_000] };
    expect(found(seen({ growing: [kept()] }, full, each))).toEqual([]);
  });
  it('is what a line takes out when it is old, and this was too short for that', () => {
    const swept = { aged: 9, swept: true, lifetime: 120_000 };
    const young = seen({ growing: [kept(swept)] }, rising);
    expect(found(young)).toEqual([]);
    expect(texts(young)).toContainEqual(
      expect.stringMatching(
        /^index fills, by 5.000 Panel here: line 9 takes out what is older than 2.* holds about 60.0 MB\..* leakscope record --pid 42 --tree --duration 4m /,
      ),
    );
    const old = { ...swept, lifetime: 10_000 };
    expect(found(seen({ growing: [kept(old)] }, rising))).toEqual([expect.stringMatching(/^index grows/)]);
  });
  it('is not what stays for a day, nor what only goes when it is asked for', () => {
    for (const more of [
      { aged: 9, swept: true, lifetime: 86_400_000 },
      { aged: 9, lifetime: 120_000 },
    ])
      expect(found(seen({ growing: [kept(more)] }, rising))).toEqual([expect.stringMatching(/^index grows/)]);
  });
  it('is what another line empties when there is enough, for two minutes', () => {
    const emptied = { emptied: { line: 14, calls: 'flush' } };
    const short = seen({ growing: [kept(emptied)] }, rising);
    expect(found(short)).toEqual([]);
    expect(texts(short)).toContainEqual(
      expect.stringMatching(/: line 14 calls flush, which empties it, when/),
    );
    const long = seen({ growing: [kept(emptied)], span: 130_000 }, rising);
    expect(found(long)).toEqual([expect.stringMatching(/^index grows/)]);
  });
  it('is what a loop fills that ends', () => {
    const bound = { file: '/app/a.py', line: 3, by: 'index', rounds: 300 };
    const loading = seen({ growing: [kept({ bound })] }, rising);
    expect(found(loading)).toEqual([]);
    expect(texts(loading)).toContainEqual(
      expect.stringMatching(/^index fills: 9.000 entries, by a loop in line 3 that ends after 300 rounds/),
    );
  });
  it('is a cache at its bound: how much it keeps for good', () => {
    const bound = { file: '/app/a.py', line: 3, by: 'index', limit: 9000 };
    const said = texts(seen({ growing: [kept({ bound })] }, rising));
    expect(said).toContainEqual(
      expect.stringMatching(
        /^index is full: 9.000 of at most 9.000 entries, kept by line 3; .* 18.0 MB: a plateau\.$/,
      ),
    );
  });
});

describe('callbacks that C code alone holds', () => {
  const steps = [
    { edge: '', edgeType: 'property', name: '(held by C)' },
    { edge: '[3]', edgeType: 'element', name: 'method', id: 5 },
  ];
  const path = growing('exit', 5000, 1500, { steps, place });
  const { container: _, ...held } = { ...path, row: { ...path.row, name: 'method' } };
  const reached = { before: 5e6, after: 12e6 };
  const found = (given: Evidence) => judge(given).findings.map(({ rule, title }) => `${rule}: ${title}`);
  it('are told where the heap surely rises, and by them', () => {
    expect(found(seen({ growing: [held], reached }, rising))).toEqual([
      expect.stringMatching(/^listener-growth: 5.000 more callbacks .method. are held by C code alone$/),
    ]);
  });
  it('are none in a heap that does not, nor where they are a small part, nor where they come and go', () => {
    expect(found(seen({ growing: [held], reached }))).toEqual([]);
    expect(found(seen({ growing: [held], reached: { before: 0, after: 50e6 } }, rising))).toEqual([]);
    const turning = { ...held, row: { ...held.row, removedCount: 4000 } };
    expect(found(seen({ growing: [turning], reached }, rising))).toEqual([]);
  });
});
