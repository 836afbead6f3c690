import { describe, expect, it } from 'vitest';
import { FADED } from '../../../renderer/canvas/flame/flame-fills.js';
import type { FlameModel } from '../../../renderer/canvas/flame/flame-model.js';
import { type PaintAsk, PictureQueue } from '../../../renderer/canvas/flame/flame-painting.js';
import { type FlamePicture, SIDES } from '../../../renderer/canvas/flame/flame-picture.js';
import { GlyphWidths } from '../../../renderer/canvas/flame/glyph-widths.js';
import { type FlameSheet, picturedCalls } from '../../../renderer/canvas/flame/pictured-calls.js';
import { VisibleCalls } from '../../../renderer/canvas/flame/visible-calls.js';
import { layLevels } from '../../../shared/analysis/allocations/layout-levels.js';
import { totalsOf } from '../../../shared/analysis/allocations/layout-totals.js';
import { callTree } from '../../helpers/call-tree.js';

/** Every character is six pixels wide. */
const glyphs = new GlyphWidths(
  { font: '', measureText: (text: string) => ({ width: 6 * text.length }) as TextMetrics },
  'mono',
);
const sheet: FlameSheet = {
  fills: Int32Array.from({ length: 2 * FADED }, (_, fill) => fill),
  ...{ ground: -1, text: -2, fadedText: -3, glyphs, width: 200, height: 100, ratio: 2 },
};
const tree = callTree(`
  main
    wide 15
    narrow 5
`);

function picture(more: Partial<FlameModel> = {}): FlamePicture {
  const width = totalsOf(tree.parent, tree.self);
  const layout = layLevels(tree, width, 'heavy');
  const model: FlameModel = {
    ...{ layout, width, frame: tree.frame, scroll: 0, upwards: false },
    name: (frame) => tree.frames.name[frame],
    amount: (row) => `${width[row]} B`,
    fill: (row) => row,
    ...more,
  };
  return picturedCalls(sheet, model, new VisibleCalls(), true);
}
const rectangles = ({ rectangles: all, count }: FlamePicture): number[][] =>
  Array.from({ length: count }, (_, at) => [...all.subarray(at * SIDES, (at + 1) * SIDES)]);
const labels = ({ labels: all, labelled }: FlamePicture): (string | number)[][] =>
  all
    .split('\0')
    .slice(0, -1)
    .map((text, at) => [text, labelled[at] >> 1, labelled[at] & 1]);

describe('what is painted of calls', () => {
  it('is where each call stands, in device pixels, with its colour and name', () => {
    expect(rectangles(picture())).toEqual([
      [0, 0, 400, 0],
      [40, 0, 300, 1],
      [40, 300, 400, 2],
    ]);
    expect(labels(picture())).toEqual([
      ['main  20 B', 0, 0],
      ['wide  15 B', 1, 0],
      ['narrow', 2, 0],
    ]);
  });

  it('grows from the foot, and keeps in the background what a search did not find', () => {
    const matched = Uint8Array.from(tree.frames.name, (name) => Number(name === 'wide'));
    const shown = picture({ upwards: true, matched });
    expect(rectangles(shown)).toEqual([
      [160, 0, 400, FADED],
      [120, 0, 300, 1],
      [120, 300, 400, 2 + FADED],
    ]);
    expect(labels(shown).map(([, , faded]) => faded)).toEqual([1, 0, 1]);
  });
});

describe('pictures for the painter', () => {
  it('go one at a time; of those that wait the newest alone follows, and then it is said that all is painted', () => {
    const sent: PaintAsk[] = [];
    let settled = 0;
    const queue = new PictureQueue({ postMessage: (ask) => sent.push(ask) }, 7, () => settled++);
    const [first, second, third] = [picture(), picture(), picture()];
    for (const one of [first, second, third]) queue.put(one);
    expect(sent).toEqual([{ kind: 'paint', id: 7, picture: first }]);
    queue.painted();
    expect(sent.at(-1)).toEqual({ kind: 'paint', id: 7, picture: third });
    expect([sent.length, settled]).toEqual([2, 0]);
    queue.painted();
    expect([sent.length, settled]).toEqual([2, 1]);
  });
});
