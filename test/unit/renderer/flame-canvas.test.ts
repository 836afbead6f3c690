import { describe, expect, it } from 'vitest';
import {
  changeFill,
  OWN_FILL,
  packageFill,
  RUNTIME_FILL,
} from '../../../renderer/canvas/flame/flame-fills.js';
import { neighbour } from '../../../renderer/canvas/flame/flame-keys.js';
import {
  type FlameModel,
  levelOf,
  pannedView,
  zoomedView,
} from '../../../renderer/canvas/flame/flame-model.js';
import { isPlainText } from '../../../renderer/canvas/flame/plain-text.js';
import { callAt, REST, VisibleCalls, visibleCalls } from '../../../renderer/canvas/flame/visible-calls.js';
import { layLevels } from '../../../shared/analysis/allocations/layout-levels.js';
import { widthsOf } from '../../../shared/analysis/allocations/layout-totals.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import { callTree, randomCallTree } from '../../helpers/call-tree.js';
import { Random } from '../../helpers/random.js';

const laid = (tree: CallTree, order: 'heavy' | 'time') => {
  const width = widthsOf(tree, 'bytes');
  return { width, layout: layLevels(tree, width, order) };
};

describe('calls in sight', () => {
  it('each call of half a pixel or more whose caller is in sight is drawn where it stands, in any view and order', () => {
    for (let seed = 1; seed <= 120; seed++) {
      const random = new Random(seed);
      const tree = randomCallTree(random, 1 + random.below(400));
      const order = random.of(['heavy', 'time'] as const);
      const { width, layout } = laid(tree, order);
      if (layout.length === 0) continue;
      const lo = random.next() * layout.total * 0.9;
      const view = { lo, hi: lo + (layout.total - lo) * (0.05 + random.next() * 0.95) };
      const pixels = 1 + random.below(300);
      const first = random.below(4);
      const sight = { pixels, first, last: first + random.below(20), heavy: order === 'heavy' };
      const found = visibleCalls(layout, width, view, sight, new VisibleCalls());
      const drawn = new Set(found.position.subarray(0, found.length));
      const scale = pixels / (view.hi - view.lo);
      for (let position = 0; position < layout.length; position++) {
        const level = levelOf(layout, position);
        const [left, wide] = [layout.left[position], width[layout.row[position]]];
        const begin = Math.max(0, Math.round((left - view.lo) * scale));
        const end = Math.min(pixels, Math.round((left + wide - view.lo) * scale));
        const wanted =
          level >= first && level <= sight.last && wide * scale >= 0.5 && end > begin && left < view.hi;
        // Below what is drawn as a rest nothing is: its calls are smaller still.
        if (wanted) expect(drawn.has(position), `seed ${seed} position ${position}`).toBe(true);
      }
      for (let at = 0; at < found.length; at++) {
        expect(found.to[at]).toBeGreaterThan(found.from[at]);
        expect(found.from[at]).toBeGreaterThanOrEqual(0);
        expect(found.to[at]).toBeLessThanOrEqual(pixels);
        if (found.position[at] !== REST) continue;
        expect(found.level[at]).toBeGreaterThanOrEqual(first);
      }
    }
  });

  it('a hundred thousand small siblings are one rectangle', () => {
    const small = 100_000;
    const parent = Int32Array.from({ length: small + 2 }, (_, row) => (row === 0 ? -1 : 0));
    const width = new Float64Array(small + 2).fill(1);
    width[0] = small + small;
    width[1] = small;
    for (const order of ['heavy', 'time'] as const) {
      const first = Float64Array.from(parent.keys());
      const layout = layLevels({ parent, first }, width, order);
      const sight = { pixels: 1000, first: 0, last: 10, heavy: order === 'heavy' };
      const view = { lo: 0, hi: layout.total };
      const found = visibleCalls(layout, width, view, sight, new VisibleCalls());
      expect(found.length).toBe(3);
      expect(found.position[2]).toBe(REST);
    }
  });

  it('what is under the pointer is what is drawn there', () => {
    const { layout, width } = laid(
      callTree(`
        main
          a 6
          b 4
      `),
      'heavy',
    );
    const at = (level: number, place: number) => callAt(layout, width, level, place);
    expect([at(0, 5), at(1, 5.9), at(1, 6.1), at(1, 10.5), at(2, 1)]).toEqual([
      0,
      1,
      2,
      undefined,
      undefined,
    ]);
  });
});

describe('looking around', () => {
  it('never leaves what there is', () => {
    expect(zoomedView({ lo: 0, hi: 100 }, 20, 0.5, 100)).toEqual({ lo: 10, hi: 60 });
    expect(zoomedView({ lo: 0, hi: 100 }, 20, 4, 100)).toEqual({ lo: 0, hi: 100 });
    expect(pannedView({ lo: 80, hi: 100 }, 50, 100)).toEqual({ lo: 80, hi: 100 });
  });

  it('keys go to the largest call below, the caller, the ones beside', () => {
    const tree = callTree(`
      main
        small 2
          leaf 1
        big 8
          only 3
    `);
    const { layout, width } = laid(tree, 'heavy');
    const model = (selected: number | undefined): FlameModel =>
      ({ layout, width, frame: tree.frame, selected }) as unknown as FlameModel;
    const name = (position: number | undefined): string | undefined =>
      position === undefined ? undefined : tree.frames.name[tree.frame[layout.row[position]]];
    expect(name(neighbour(model(undefined), 1, 0))).toBe('main');
    expect(name(neighbour(model(0), 1, 0))).toBe('big');
    expect(name(neighbour(model(3), 0, 1))).toBe('small');
    expect(name(neighbour(model(2), -1, 0))).toBe('small');
    expect(name(neighbour(model(4), -1, 0))).toBe('big');
    expect(neighbour(model(0), -1, 0)).toBeUndefined();
    expect(neighbour(model(3), 0, -1)).toBeUndefined();
  });
});

describe('fills', () => {
  it('a package has one colour for ever; own code and the runtime have their own', () => {
    expect(packageFill('express', 'other')).toBe(packageFill('express', 'other'));
    const others = ['express', 'lodash', 'react', 'numpy', 'flask', 'ws', 'zod', 'pino', 'knex', 'redis'];
    const fills = new Set(others.map((name) => packageFill(name, 'other')));
    expect(fills.size).toBeGreaterThan(3);
    expect(fills.has(OWN_FILL) || fills.has(RUNTIME_FILL)).toBe(false);
  });

  it('more growth is a stronger step; what hardly changed is as it was', () => {
    expect(changeFill(0.001)).toBe(changeFill(0));
    expect(changeFill(1)).toBeGreaterThan(changeFill(0.1));
    expect(changeFill(-1)).toBeLessThan(changeFill(-0.1));
    expect(changeFill(-0.1)).toBeLessThan(changeFill(0));
  });
});

describe('names', () => {
  it('letters that stand for themselves are copied; what is joined, stacked or runs the other way is left to the canvas', () => {
    for (const plain of ['', 'a < b && c["x"]', 'Größe · 12,4 MB +1 −2 …', 'Ωμέγα', 'Функция', 'a → b'])
      expect(isPlainText(plain), plain).toBe(true);
    for (const joined of [
      'שלום',
      'سلام',
      'e\u0301',
      'नमस्ते',
      '漢字',
      '👩‍👩‍👧',
      'a\u202eb',
      'a\0b',
      'soft\u00adhyphen',
      '\ud800',
    ])
      expect(isPlainText(joined), joined).toBe(false);
  });
});
