import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpEdges } from '../../../shared/analysis/up-edges.js';

describe('edges into lower numbers', () => {
  it('comes back with each edge of a number, the last first, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 400 }), (targets) => {
        const ups = new UpEdges(
          new Uint32Array(UpEdges.room(targets.length)),
          new Uint32Array(6),
          targets.length,
        );
        for (const [from, to] of targets.entries()) ups.add(from, to);
        for (let to = 0; to < 6; to++)
          expect(into(ups, to)).toEqual([...targets.keys()].filter((from) => targets[from] === to).reverse());
      }),
    );
  });

  it('has room where every number has just one edge more than pairs', () => {
    const [numbers, each] = [1000, 5];
    const ups = new UpEdges(
      new Uint32Array(UpEdges.room(numbers * each)),
      new Uint32Array(numbers),
      numbers * each,
    );
    for (let to = 0; to < numbers; to++) for (let from = 1; from <= each; from++) ups.add(from, to);
    for (let to = 0; to < numbers; to++) expect(into(ups, to)).toEqual([5, 4, 3, 2, 1]);
  });

  it('takes four bytes and a little for each of many edges into one number', () => {
    const many = 10_000;
    const words = new Uint32Array(UpEdges.room(many));
    const ups = new UpEdges(words, new Uint32Array(1), many);
    for (let from = 1; from <= many; from++) ups.add(from, 0);
    expect(into(ups, 0)).toHaveLength(many);
    expect(words.filter((word) => word !== 0).length).toBeLessThan(many * 1.1);
  });
});

function into(ups: UpEdges, to: number): readonly number[] {
  const found: number[] = [];
  for (let up = ups.lastInto(to); up !== 0; up = ups.before(up)) found.push(ups.from(up));
  return found;
}
