import { describe, expect, it } from 'vitest';
import { RowPlaces } from '../../../renderer/widgets/row-places.js';
import { NO_SLOTS, rowSlots } from '../../../renderer/widgets/row-slots.js';

const inOrder = ({ row, begin }: { readonly row: readonly number[]; readonly begin: number }) =>
  row.map((_, at) => row[(begin + at) % row.length]).filter((index) => index >= 0);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('the rows in sight of a grid', () => {
  const places = new RowPlaces(1_000_000, 20);
  const start = rowSlots(NO_SLOTS, places, 0, 200, true);

  it('stand in order, with some ready beyond the edge', () => {
    expect(start.first).toBe(0);
    expect(start.last).toBe(9);
    expect(inOrder(start)).toEqual(range(0, 17));
  });

  it('keep their element while they stay in sight', () => {
    const next = rowSlots(start, places, 60, 200, false);
    for (const index of range(3, 17)) expect(next.row.indexOf(index)).toBe(start.row.indexOf(index));
    expect(next.row).toContain(20);
  });

  it('are the same object where a scroll brings no other row', () => {
    expect(rowSlots(start, places, 0, 200, false)).toBe(start);
    const scrolled = rowSlots(start, places, 105, 200, false);
    expect(rowSlots(scrolled, places, 109, 200, false)).toBe(scrolled);
  });

  it('are only those in sight after a jump, and all in order when it rests', () => {
    const jumped = rowSlots(start, places, 10_000_000, 200, false);
    expect(jumped.row.filter((index) => index >= 499_990)).toHaveLength(10);
    const rests = rowSlots(jumped, places, 10_000_000, 200, true);
    expect(inOrder(rests)).toEqual(range(499_992, 500_017));
    expect(rowSlots(rests, places, 10_000_000, 200, true)).toBe(rests);
  });

  it('lose those that are no longer there', () => {
    const fewer = new RowPlaces(5, 20);
    expect(inOrder(rowSlots(start, fewer, 0, 200, false))).toEqual(range(0, 4));
    expect(rowSlots(start, new RowPlaces(0, 20), 0, 200, false)).toEqual(NO_SLOTS);
    const end = rowSlots(start, fewer, 1_000_000, 200, true);
    expect([end.first, end.last]).toEqual([0, 4]);
  });
});

describe('where rows stand', () => {
  it('is the same for one height and for a height by row', () => {
    const one = new RowPlaces(50, 24);
    const each = new RowPlaces(50, () => 24);
    for (const place of [-5, 0, 23, 24, 599, 1199, 1200, 9999]) expect(each.at(place)).toBe(one.at(place));
    expect(each.total).toBe(one.total);
    expect(each.top(7)).toBe(one.top(7));
  });

  it('follows a taller row', () => {
    const places = new RowPlaces(4, (index) => (index === 1 ? 86 : 24));
    expect([0, 1, 2, 3].map((index) => places.top(index))).toEqual([0, 24, 110, 134]);
    expect(places.at(109)).toBe(1);
    expect(places.height(1)).toBe(86);
  });

  it('scrolls no further than a row needs', () => {
    const places = new RowPlaces(100, 20);
    expect(places.inSight(3, 100, 200)).toBe(60);
    expect(places.inSight(7, 100, 200)).toBe(100);
    expect(places.inSight(20, 100, 200)).toBe(220);
  });
});
