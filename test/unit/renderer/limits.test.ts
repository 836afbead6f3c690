import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../renderer/canvas/timeline/lanes.js';
import { MinMaxLevels } from '../../../renderer/canvas/timeline/min-max-levels.js';
import { limitAhead } from '../../../renderer/views/overview/limit-ahead.js';
import { floorOf } from '../../../renderer/views/timeline/floor.js';
import { laneNote } from '../../../renderer/views/timeline/lane-note.js';
import type { SeriesColumns } from '../../../shared/api/sessions.js';

const time = Float64Array.from({ length: 600 }, (_, row) => row * 100);
const series = (name: string, value: (at: number) => number): SeriesColumns => {
  const max = time.map(value);
  return { name, time, min: max, max };
};

describe('the time to a limit', () => {
  const limit = series('heap.limit', () => 1e9);

  it('is how long the slope takes to it from now on, with its interval', () => {
    // A saw-tooth that only its floor says of how it grows: 1 MB/s.
    const used = series('heap.used', (at) => 100e6 + at * 1000 + ((at / 100) % 20) * 1e5);
    const ahead = limitAhead([used, limit], []);
    expect(ahead?.of).toBe('heap');
    expect(ahead?.left).toBeGreaterThan(800_000);
    expect(ahead?.left).toBeLessThan(880_000);
    expect(ahead?.soonest).toBeLessThanOrEqual(ahead?.left ?? 0);
    expect(ahead?.latest).toBeGreaterThanOrEqual(ahead?.left ?? 0);
  });

  it('is that of the limit which comes first', () => {
    const used = series('heap.used', (at) => 100e6 + at * 1000);
    const group = [series('cgroup.usage', (at) => 300e6 + at * 1000), series('cgroup.limit', () => 400e6)];
    expect(limitAhead([used, limit, ...group], [])?.of).toBe('container');
  });

  it('is not said of what does not rise, of a limit that nobody set, or of what is too short', () => {
    const flat = series('heap.used', (at) => 100e6 + ((at / 100) % 20) * 1e5);
    expect(limitAhead([flat, limit], [])).toBeUndefined();
    expect(limitAhead([series('heap.used', (at) => at * 1000)], [])).toBeUndefined();
    const short = { ...series('heap.used', (at) => at * 1000) };
    const cut = {
      ...short,
      time: time.slice(0, 50),
      min: short.min.slice(0, 50),
      max: short.max.slice(0, 50),
    };
    expect(limitAhead([cut, limit], [])).toBeUndefined();
  });
});

describe('the floor of a heap', () => {
  const levels = (value: (at: number) => number) => new MinMaxLevels(time, time.map(value));

  it('is flat under a saw-tooth, and rises under one that does', () => {
    const tooth = (at: number): number => ((at / 100) % 20) * 1e6;
    const flat = floorOf(
      levels((at) => 50e6 + tooth(at)),
      0,
      60_000,
    );
    expect(flat).toMatchObject({ level: 50e6, flat: true });
    const rising = floorOf(
      levels((at) => 50e6 + at * 500 + tooth(at)),
      0,
      60_000,
    );
    expect(rising?.flat).toBe(false);
    expect(Math.abs((rising?.rate ?? 0) - 5e5)).toBeLessThan(5e4);
  });

  it('is nothing with too few readings', () => {
    expect(
      floorOf(
        levels(() => 1),
        0,
        1000,
      ),
    ).toBeUndefined();
  });

  it('gives way to the limit of a heap that is half full', () => {
    const source = { levels: () => levels(() => 60e6) };
    const lane: Lane = {
      id: '3 heap.used',
      kind: 'area',
      unit: 'bytes',
      ...{ title: '', about: '', height: 44 },
      layers: [{ name: 'heap.used', title: '', source, colour: 'm-v8' }],
    };
    const shown = { from: 0, to: 60_000 };
    const last = (limit: number) => (name: string) =>
      name === 'heap.used' ? 60e6 : name === 'heap.limit' ? limit : undefined;
    expect(laneNote(lane, last(4e9), shown)).toMatchObject({ value: '60.0 MB, flat', grows: false });
    expect(laneNote(lane, last(100e6), shown)).toMatchObject({ text: 'of limit 100.0 MB', value: '60 %' });
  });
});
