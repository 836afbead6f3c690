import { expect, test } from 'vitest';
import { CallRows } from '../../../shared/model/call-rows.js';
import { Random } from '../../helpers/random.js';

/** The same by a map of texts. */
class Plain {
  readonly #known = new Map<string, number>();
  row(parent: number, frame: number): number {
    const key = `${parent} ${frame}`;
    const row = this.#known.get(key) ?? this.#known.size;
    this.#known.set(key, row);
    return row;
  }
}

const SHAPES = [
  ['few calls below each', 5],
  ['as many as are looked through', 9],
  ['many below each', 300],
] as const;

test.each(SHAPES)('every pair of caller and frame is one row, %s', (_, frames) => {
  const random = new Random(frames);
  const [rows, plain] = [new CallRows(4), new Plain()];
  for (let asked = 0; asked < 30_000; asked++) {
    const parent = rows.length === 0 ? -1 : random.below(Math.min(rows.length + 1, 2000)) - 1;
    const frame = random.below(frames);
    expect(rows.row(parent, frame)).toBe(plain.row(parent, frame));
  }
  expect(rows.length).toBeGreaterThan(frames);
});

test('rows that were there before are found, and others are new', () => {
  const random = new Random(7);
  const made = new CallRows();
  for (let asked = 0; asked < 5000; asked++)
    made.row(random.below(Math.min(made.length + 1, 300)) - 1, random.below(40));
  const { length } = made;
  const again = CallRows.of(made.parent.slice(0, length), made.frame.slice(0, length));
  for (let row = 0; row < length; row++) expect(again.row(made.parent[row], made.frame[row])).toBe(row);
  expect(again.length).toBe(length);
  expect(again.row(0, 1000)).toBe(length);
  expect(again.row(0, 1000)).toBe(length);
});
