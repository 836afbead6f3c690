import { MessageChannel } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { CallJobs, type CallShape, type ShapedCalls } from '../../../renderer/calls/call-jobs.js';
import type { CallAnswer, CallAsk } from '../../../renderer/calls/call-messages.js';
import type { Patience } from '../../../renderer/calls/call-queue.js';
import { createCallShaper } from '../../../renderer/calls/call-shaper.js';
import { callsOf } from '../../../renderer/calls/calls-of.js';
import { serveCalls } from '../../../renderer/calls/serve-calls.js';
import { fromLeaf, steppedCalls } from '../../../renderer/calls/shaped-calls.js';
import { byLine } from '../../../shared/analysis/allocations/by-line.js';
import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import { functionKey } from '../../../shared/analysis/allocations/function-key.js';
import { layLevels } from '../../../shared/analysis/allocations/layout-levels.js';
import { sandwich } from '../../../shared/analysis/allocations/sandwich.js';
import type { PlaceSort } from '../../../shared/analysis/allocations/sorted-places.js';
import { callTree, randomCallTree } from '../../helpers/call-tree.js';
import { importedProfiles, sum } from '../../helpers/imported-profiles.js';
import { Random } from '../../helpers/random.js';

const upright: CallShape = { steps: [], inverted: false, measure: 'bytes' };
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** The worker's program at the other end of a real channel: messages are cloned and buffers handed over as in the page. */
function shaper(
  patience?: Patience,
  /** What the worker of a number hears; undefined: it is busy with it for ever. */
  hears: (ask: CallAsk, worker: number) => CallAsk | undefined = (ask) => ask,
) {
  const asked: CallAsk[] = [];
  const answered: CallAnswer[] = [];
  let started = 0;
  const made = createCallShaper(() => {
    const worker = ++started;
    const { port1, port2 } = new MessageChannel();
    let stuck = false;
    const take = serveCalls({
      postMessage: (message, transfer) => port2.postMessage(message, transfer as ArrayBuffer[]),
    });
    port2.on('message', (message: CallAsk) => {
      asked.push(message);
      const heard = stuck ? undefined : hears(message, worker);
      stuck = heard === undefined;
      if (heard) take(heard);
    });
    const end = (): void => port1.close();
    ends.push(end);
    return {
      postMessage: (message) => port1.postMessage(message),
      onAnswer: (listener) =>
        void port1.on('message', (answer: CallAnswer) => {
          answered.push(answer);
          listener(answer);
        }),
      onDeath: () => {},
      end,
    };
  }, patience);
  return { made, asked, answered, started: () => started };
}

describe('calls reshaped beside the window', () => {
  it('are the same as reshaped in place, whatever the tree and the steps', async () => {
    const { made } = shaper();
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed);
      const tree = randomCallTree(random, 2 + random.below(200));
      const shape: CallShape = {
        steps: [
          ...(random.below(2) ? [{ kind: 'recursion' } as const] : []),
          ...(random.below(2) ? [{ kind: 'drop', key: functionKey(tree.frames, 0) } as const] : []),
        ],
        inverted: random.below(2) === 1,
        measure: random.of(['bytes', 'count'] as const),
      };
      const order = random.of(['heavy', 'time'] as const);
      const stepped = steppedCalls(tree, shape.steps);
      const plain = callsOf(shape.inverted ? fromLeaf(stepped) : stepped, shape.measure);
      const { calls, upright: below, layout } = await made.shape(tree, shape, order);
      expect(calls.tree).toEqual(plain.tree);
      expect([calls.total, calls.width, calls.own, calls.counts, calls.all]).toEqual([
        ...[plain.total, plain.width, plain.own, plain.counts, plain.all],
      ]);
      expect(calls.base).toEqual(plain.base);
      expect(below.tree).toEqual(stepped);
      expect(layout).toEqual(layLevels(plain.tree, plain.width, order));
      // What the page gave it still has.
      expect(tree.parent.length).toBe(tree.length);
    }
  });

  it('a newer question takes the place of one that nobody wants any more, also in the middle of it', async () => {
    const { made, answered } = shaper();
    const tree = randomCallTree(new Random(7), 300);
    const first = new AbortController();
    const steps = Array.from(
      { length: 30 },
      (_, at) => ({ kind: 'drop', key: `${`none${at}`.length} none${at}` }) as const,
    );
    const begun: number[] = [];
    const old = made.shape(tree, { ...upright, steps }, 'heavy', {
      signal: first.signal,
      onProgress: (done) => {
        begun.push(done);
        if (done > 0) first.abort();
      },
    });
    const newer = made.shape(tree, upright, 'heavy');
    await expect(old).rejects.toMatchObject({ code: 'cancelled' });
    expect((await newer).calls.all).toBe(callsOf(tree, 'bytes').all);
    expect(begun.some((done) => done > 0 && done < 0.5)).toBe(true);
    // It ended where it was: no answer of it came, and none comes after.
    const done = answered.filter(({ kind }) => kind === 'done' || kind === 'failed');
    expect(done).toHaveLength(1);
    await expect(made.shape(tree, upright, 'heavy', { signal: first.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('one step more begins where the last one ended', async () => {
    const tree = callTree(`
      main
        a 6
          b 1
        c 4
    `);
    const jobs = new CallJobs(tree);
    const drop = (name: string) =>
      ({ kind: 'drop', key: `${name.length} ${name}${tree.frames.file[0]}` }) as const;
    const pauses: number[] = [];
    const shape = async (...steps: ReturnType<typeof drop>[]) => {
      pauses.length = 0;
      const { calls } = await jobs.shape(
        { ...upright, steps },
        'heavy',
        async (done) => void pauses.push(done),
      );
      return calls.all;
    };
    expect(await shape(drop('a'))).toBe(4);
    expect(pauses).toEqual([0, 0.75]);
    expect(await shape(drop('a'), drop('c'))).toBe(0);
    expect(pauses).toEqual([0.25, 0.75]);
    expect(await shape()).toBe(11);
    expect(await shape(drop('c'))).toBe(7);
  });

  it('searches, and says what is wrong with a pattern', async () => {
    const { made } = shaper();
    const tree = callTree(`
      main
        leak 6
          leak 2
        other 4
    `);
    const { matches, found } = await made.search(tree, upright, 'LEAK');
    expect([matches.total, matches.calls, found]).toEqual([8, 2, [1]]);
    await expect(made.search(tree, upright, '/(/')).rejects.toMatchObject({ code: 'bad-pattern' });
  });

  it('writes what is shown, steps and comparison with it, for other tools', async () => {
    const { made } = shaper();
    const tree = callTree(`
      main 0 0
        grew 5 2
        gone 0 7
        noise 100 100
    `);
    const shape: CallShape = {
      ...upright,
      steps: [{ kind: 'drop', key: `5 noise${tree.frames.file[0]}` }],
    };
    const facts = { name: 'x', unit: 'bytes' } as const;
    const text = async (format: 'folded' | 'csv'): Promise<string> =>
      Buffer.from(await made.write(tree, shape, format, facts)).toString();
    expect((await text('folded')).replace(/ \([^)]*\)/g, '')).toBe('main;grew 2 5\nmain;gone 7 0\n');
    expect(await text('csv')).toContain('self,total,count,base_self,base_total,base_count\r\n');
    const profiles = importedProfiles(await made.write(tree, shape, 'speedscope', facts));
    expect(profiles.map(({ table }) => sum(table.weight))).toEqual([5, 9]);
    const packed = await made.write(tree, shape, 'pprof', facts);
    const [pprof] = importedProfiles(gunzipSync(packed)).filter(({ unit }) => unit === 'bytes');
    expect(sum(pprof.table.weight)).toBe(-4);
    const [heap] = importedProfiles(await made.write(tree, shape, 'heapprofile', facts));
    expect(sum(heap.table.weight)).toBe(3);
  });

  it('puts a function between its callers and what it calls, as in place', async () => {
    const { made } = shaper();
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed);
      const tree = randomCallTree(random, 2 + random.below(200));
      const frame = tree.frame[random.below(tree.length)];
      const { callers, callees } = await made.sandwich(tree, upright, frame, 'heavy');
      const groups = frameGroups(tree.frames, 'function');
      const plain = sandwich(tree, groups, groups.group[frame]);
      for (const [half, wanted] of [
        [callers, plain.callers],
        [callees, plain.callees],
      ] as const) {
        const calls = callsOf(wanted, 'bytes');
        expect(half.calls.tree).toEqual(wanted);
        expect([half.calls.total, half.calls.all]).toEqual([calls.total, calls.all]);
        expect(half.layout).toEqual(layLevels(wanted, calls.width, 'heavy'));
      }
    }
  });

  it('sums by place in the order asked for; another order and a search are of the same sums', async () => {
    const { made } = shaper();
    const tree = callTree(`
      main 1
        leak 6
          leak 2
        other 4
    `);
    const names = async (by: PlaceSort['by'], descending: boolean, text = ''): Promise<string[]> => {
      const table = { by: 'function', sort: { by, descending }, text } as const;
      const { rows, frame } = await made.places(tree, upright, table);
      return Array.from(rows, (place) => tree.frames.name[frame[place]]);
    };
    expect(await names('self', true)).toEqual(['leak', 'other', 'main']);
    expect(await names('total', true)).toEqual(['main', 'leak', 'other']);
    expect(await names('name', false)).toEqual(['leak', 'main', 'other']);
    expect(await names('self', true, 'LEAK')).toEqual(['leak']);
    expect(await names('self', true, 'none')).toEqual([]);
    const file = tree.frames.file[0];
    expect(await made.lines(tree, file, 'bytes')).toEqual(byLine(tree, file, 'bytes'));
  });

  it('what is widest of a large tree comes first, and stands where it will stand', async () => {
    const { made } = shaper();
    const tree = randomCallTree(new Random(3), 120_000);
    const early: ShapedCalls[] = [];
    const shaped = await made.shape(tree, upright, 'heavy', { onEarly: (one) => early.push(one) });
    const [first] = early;
    expect(early).toHaveLength(1);
    expect(shaped.calls).toBe(first.calls);
    const whole = layLevels(tree, callsOf(tree, 'bytes').width, 'heavy');
    const { layout, calls } = first;
    // One by one a hundred thousand expectations take seconds.
    const wrong = (is: (row: number) => boolean): number[] =>
      Array.from(calls.tree.parent.keys()).filter((row) => !is(row));
    expect(layout.length).toBeLessThan(whole.length);
    expect(wrong((row) => shaped.layout.position[row] === whole.position[row])).toEqual([]);
    const isWide = (row: number): boolean => calls.width[row] >= layout.total / 8000;
    expect(wrong((row) => layout.position[row] >= 0 === isWide(row))).toEqual([]);
    expect(wrong((row) => !isWide(row) || layout.row[layout.position[row]] === row)).toEqual([]);
    const left = (of: typeof layout, row: number): number => of.left[of.position[row]];
    expect(wrong((row) => !isWide(row) || left(layout, row) === left(shaped.layout, row))).toEqual([]);
  });

  it('what never ends is ended, and the next question begins anew', async () => {
    const tree = callTree('main 1');
    let started = 0;
    const made = createCallShaper(
      () => {
        started++;
        return { postMessage() {}, onAnswer() {}, onDeath() {}, end() {} };
      },
      { limit: 1, cancelled: 1 },
    );
    await expect(made.shape(tree, upright, 'heavy')).rejects.toMatchObject({ code: 'calls-lost' });
    await expect(made.search(tree, upright, 'x')).rejects.toMatchObject({ code: 'calls-lost' });
    expect(started).toBe(2);
  });

  it('time counts from the beginning of a work: what waits behind one that never ends is asked of another worker', async () => {
    const tree = callTree('main 1');
    const { made, started } = shaper({ limit: 200, cancelled: 1 }, (ask, worker) =>
      worker === 1 && ask.kind === 'write' ? undefined : ask,
    );
    const facts = { name: 'x', unit: 'bytes' } as const;
    const hangs = made.write(tree, upright, 'csv', facts);
    const behind = made.search(tree, upright, 'main');
    await expect(hangs).rejects.toMatchObject({ code: 'calls-lost' });
    expect((await behind).matches.calls).toBe(1);
    expect(started()).toBe(2);
  });

  it('what could not be sent fails alone: its time does not end the worker of the next', async () => {
    let [started, sent] = [0, 0];
    const made = createCallShaper(
      () => {
        started++;
        return {
          postMessage() {
            if (sent++ === 0) throw new RangeError('no room for a copy');
          },
          onAnswer() {},
          onDeath() {},
          end() {},
        };
      },
      { limit: 1, cancelled: 1 },
    );
    const tree = callTree('main 1');
    await expect(made.search(tree, upright, 'a')).rejects.toThrow('no room');
    await expect(made.search(tree, upright, 'b')).rejects.toMatchObject({ code: 'calls-lost' });
    expect(started).toBe(1);
  });

  it('a search that does not hear that it is not wanted makes way for the newer one', async () => {
    const tree = callTree('main 1');
    const { made, started } = shaper({ limit: 60_000, cancelled: 1 }, (ask, worker) =>
      worker === 1 && ask.kind === 'search' ? undefined : ask,
    );
    const gone = new AbortController();
    const old = made.search(tree, upright, 'slow', { signal: gone.signal });
    const newer = made.search(tree, upright, 'main');
    gone.abort();
    await expect(old).rejects.toMatchObject({ code: 'cancelled' });
    expect((await newer).matches.calls).toBe(1);
    expect(started()).toBe(2);
  });
});
