import { expect, it } from 'vitest';
import { MinMaxLevels } from '../../../renderer/canvas/timeline/min-max-levels.js';
import { overlayColumns } from '../../../renderer/canvas/timeline/paint-overlay.js';
import { marksInBoth, shiftOf } from '../../../renderer/state/overlay.js';
import { counterpart, withOverlay } from '../../../renderer/views/timeline/overlay-lanes.js';
import type { TimelineFeed } from '../../../renderer/views/timeline/timeline-feed.js';
import type { SessionInfo, TargetInfo } from '../../../shared/model/session.js';

const levels = (values: readonly number[]): MinMaxLevels => {
  const column = Float64Array.from(values);
  return new MinMaxLevels(Float64Array.from(values.keys()), column, column);
};
const layer = (values: readonly number[]) => {
  const own = levels(values);
  return { name: 'rss', title: 'RSS', colour: 'tx', source: { levels: () => own } } as const;
};
const session = (...marks: readonly (readonly [string, number])[]) =>
  ({ marks: marks.map(([text, at]) => ({ kind: 'note', text, at })) }) as unknown as SessionInfo;
const target = (id: number, command: string, part: Partial<TargetInfo> = {}) =>
  ({ id, command, name: command.split(' ')[0], runtime: { kind: 'v8' }, ...part }) as unknown as TargetInfo;

it('adds its layers up, and comes later by its shift', () => {
  const overlay = { layers: [layer([1, 2, 3, 4]), layer([10, 20, 30, 40])], shift: 2 };
  const { value, most } = overlayColumns(overlay, 0, 8, 8);
  expect([...value]).toEqual([Number.NaN, Number.NaN, 11, 22, 33, 44, Number.NaN, Number.NaN]);
  expect(most).toBe(44);
});

it('is aligned at the first mark of a name in each', () => {
  const [here, there] = [
    session(['deploy', 500], ['deploy', 900], ['a', 1]),
    session(['deploy', 200], ['b', 1]),
  ];
  expect(marksInBoth(here, there)).toEqual(['deploy']);
  expect(shiftOf(here, there, 'deploy')).toBe(300);
  expect(shiftOf(here, there, 'b')).toBe(0);
  expect(shiftOf(here, there, undefined)).toBe(0);
});

it('is of the process that runs the same command, else has the same place among those of a name', () => {
  const own = [target(1, 'node a.js'), target(2, 'node b.js'), target(3, 'node b.js')];
  const others = [target(7, 'node b.js'), target(8, 'node a.js'), target(9, 'node b.js')];
  expect(own.map((one) => counterpart(one, own, others)?.id)).toEqual([8, 7, 9]);
  const changed = [target(7, 'node fixed.js')];
  expect(counterpart(own[0], own, changed)?.id).toBe(7);
  const native = target(9, 'postgres', { runtime: { kind: 'native', flavour: 'native' } });
  expect(counterpart(own[0], own, [native])).toBeUndefined();
});

it('lies over every lane of a series that both have, and over no other', () => {
  const lane = (name: string, kind: 'area' | 'steps' | 'ticks') =>
    ({ id: `1 ${name}`, kind, layers: [], title: name, about: '', height: 20, unit: 'count' }) as const;
  const group = {
    target: 1,
    open: true,
    lanes: [lane('threads', 'steps'), lane('fds', 'steps'), lane('external', 'area'), lane('gc', 'ticks')],
  };
  const feed = {
    names: () => new Set(['threads', 'external', 'rss']),
    source: (_: number, name: string) => layer([name.length]).source,
  } as unknown as TimelineFeed;
  const [over] = withOverlay([group], [target(1, 'node a.js')], {
    feed,
    targets: [target(7, 'node a.js')],
    shift: 5,
  });
  expect(over.lanes.map(({ overlay }) => overlay?.layers[0].name)).toEqual([
    'threads',
    undefined,
    'external',
    undefined,
  ]);
});
