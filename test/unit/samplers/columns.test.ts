import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { howEnded } from '../../../electron/samplers/linux/how-ended.js';
import { residentIn } from '../../../electron/samplers/linux/linux-reader.js';
import { TargetColumns } from '../../../electron/samplers/target-columns.js';
import { skippedTicks } from '../../../electron/samplers/tick-clock.js';

describe('TargetColumns', () => {
  it('has a number or NaN for every time in every column', () => {
    const columns = new TargetColumns(3);
    const first = columns.row(100);
    columns.set(first, { rss: 1 });
    columns.set(columns.row(200), { rss: 2, pss: 9 });
    columns.row(300);
    const batch = columns.take();
    expect(batch?.target).toBe(3);
    expect(batch?.time).toEqual([100, 200, 300]);
    expect(batch?.series.get('rss')).toEqual([1, 2, Number.NaN]);
    expect(batch?.series.get('pss')).toEqual([Number.NaN, 9, Number.NaN]);
  });

  it('takes a late value for a row that is still there, and refuses it for one that has gone', () => {
    const columns = new TargetColumns(1);
    const row = columns.row(1);
    columns.row(2);
    expect(columns.set(row, { heap: 5 })).toBe(true);
    expect(columns.take()?.series.get('heap')).toEqual([5, Number.NaN]);
    expect(columns.set(row, { heap: 6 })).toBe(false);
    expect(columns.take()).toBeUndefined();
  });

  it('keeps its columns in step, whatever comes in what order', () => {
    const step = fc.oneof(
      fc.constant('row' as const),
      fc.constant('take' as const),
      fc.record({ back: fc.nat(4), name: fc.constantFrom('a', 'b', '__proto__'), value: fc.integer() }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const columns = new TargetColumns(1);
        const rows: ReturnType<TargetColumns['row']>[] = [];
        for (const [time, at] of steps.entries()) {
          if (at === 'row') rows.push(columns.row(time));
          else if (at === 'take') {
            const batch = columns.take();
            for (const column of batch?.series.values() ?? []) {
              expect(column).toHaveLength(batch?.time.length ?? -1);
              for (let n = 0; n < column.length; n++) expect(n in column).toBe(true);
            }
          } else {
            const row = rows.at(-1 - at.back);
            if (row) columns.set(row, { [at.name]: at.value });
          }
        }
      }),
    );
  });
});

describe('skippedTicks', () => {
  it('skips none when the tick was in time and cheap', () => {
    expect(skippedTicks(1000, 1003, 100, 12)).toBe(0);
    expect(skippedTicks(1000, 1099, 100, 100)).toBe(0);
  });

  it('skips those that have gone by', () => {
    expect(skippedTicks(1000, 1100, 100, 0)).toBe(1);
    expect(skippedTicks(1000, 1555, 100, 0)).toBe(5);
  });

  it('skips more when ticks take longer than their share', () => {
    expect(skippedTicks(1000, 1040, 100, 160)).toBe(1);
    expect(skippedTicks(1000, 1200, 100, 800)).toBe(7);
  });
});

describe('howEnded', () => {
  it('reads what wait(2) says', () => {
    expect(howEnded(0)).toBe('exited with status 0');
    expect(howEnded(3 << 8)).toBe('exited with status 3');
    expect(howEnded(9)).toBe('killed by SIGKILL');
    expect(howEnded(11 | 0x80)).toBe('killed by SIGSEGV');
    expect(howEnded(40)).toMatch(/^killed by (signal 40|SIG)/);
  });
});

describe('residentIn', () => {
  it('is the second number', () => {
    const line = Buffer.from('732 437 419 5 0 113 0\n');
    expect(residentIn(line, line.length)).toBe(437);
    expect(residentIn(Buffer.from('0 0 0'), 5)).toBe(0);
    expect(residentIn(Buffer.alloc(0), 0)).toBe(0);
  });
});
