import { onPalette, palette } from '../../theme/palette.js';
import type { CanvasView } from '../canvas-view.js';
import { repaint } from '../repaint.js';
import { type FlameColours, flameFills } from './flame-fills.js';
import { takeFlameKeys } from './flame-keys.js';
import { type FlameModel, type FlameView, flameHeight } from './flame-model.js';
import type { FlamePainting } from './flame-painting.js';
import { viewWith } from './flame-parts.js';
import { takeFlamePointer } from './flame-pointer.js';
import { GlyphWidths } from './glyph-widths.js';
import { paintingOn, preparePainter } from './page-painting.js';
import { paintOutlines } from './paint-outlines.js';
import { type FlameSheet, picturedCalls } from './pictured-calls.js';
import { VisibleCalls } from './visible-calls.js';

/** A place of the picture, in CSS pixels of the window. */
export interface FlamePoint {
  readonly x: number;
  readonly y: number;
}

/** What the user does with the flame graph. Rows are those of the tree. */
export interface FlameActions {
  /** `first` opens a gesture: the place to come back to. */
  onLook(view: FlameView | undefined, scroll: number, first: boolean): void;
  onHover(row: number | undefined, at: FlamePoint): void;
  onSelect(row: number | undefined): void;
  /** A click: what is known of the call stays. */
  onPin(row: number, at: FlamePoint): void;
  /** The call becomes the root. */
  onFocus(row: number): void;
  onBack(): void;
  onCopy(row: number): void;
}

export interface FlameCanvas extends CanvasView<FlameModel> {
  /** Where a call is drawn, in CSS pixels of the window; undefined when it is out of sight. */
  placeOf(row: number): FlamePoint | undefined;
  /** Looks to where a call is, when it is not in sight. */
  reveal(row: number): void;
}

const FONT = '11px ';
const font = (): string => FONT + getComputedStyle(document.body).fontFamily;

/** Before there are calls: what draws them begins, and draws its letters. */
export function prepareFlame(): void {
  const { text, fadedText } = flameFills(palette());
  preparePainter({ font: font(), ratio: devicePixelRatio || 1, text, fadedText });
}

/**
 * Calls, painted by themselves: one canvas for the calls, painted beside the page, one for what follows the pointer and
 * the keys. `data-painted` on the host: nothing is left to be painted.
 */
export function createFlameCanvas(
  host: HTMLElement,
  actions: FlameActions,
  heavy: () => boolean,
): FlameCanvas {
  let calls: CallsLayer | undefined = callsLayer();
  const over = layer(host);
  const context = over.getContext('2d');
  const found = new VisibleCalls();
  let model: FlameModel | undefined;
  let hovered: number | undefined;
  let focused = false;
  let width = 0;
  let height = 0;
  let fills: FlameColours | undefined;
  let glyphs: GlyphWidths | undefined;

  function callsLayer(): CallsLayer {
    const canvas = layer(host);
    const settled = (): void => host.setAttribute('data-painted', '');
    return { canvas, painting: paintingOn(canvas, settled, lost) };
  }
  /** What painted it has ended: the next is painted on another canvas, below the outlines. */
  function lost(): void {
    if (!calls) return;
    calls.canvas.remove();
    calls = callsLayer();
    host.append(over);
    whole.ask();
  }
  const sheet = (): FlameSheet | undefined => {
    if (width === 0 || height === 0) return undefined;
    fills ??= flameFills(palette());
    glyphs ??= glyphWidths();
    return glyphs && { ...fills, glyphs, width, height, ratio: devicePixelRatio || 1 };
  };
  let clean = false;
  const paintOver = (): void => {
    const nothing = hovered === undefined && model?.selected === undefined;
    // A canvas that is touched costs a copy of its area.
    if ((nothing && clean) || !context || !model || width === 0 || height === 0) return;
    const ratio = devicePixelRatio || 1;
    const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (over.width !== wide) over.width = wide;
    if (over.height !== tall) over.height = tall;
    paintOutlines({ context, colours: palette(), width, height, ratio }, model, hovered, focused);
    clean = nothing;
  };
  const outlines = repaint(paintOver);
  const whole = repaint(() => {
    const on = sheet();
    if (on && model && calls) {
      host.removeAttribute('data-painted');
      calls.painting.paint(picturedCalls(on, model, found, heavy()));
    }
    paintOver();
  });
  const observer = new ResizeObserver(([entry]) => {
    width = Math.round(entry.contentRect.width);
    height = Math.round(entry.contentRect.height);
    whole.ask();
  });
  observer.observe(host);
  const again = (): void => {
    fills = undefined;
    glyphs = undefined;
    whole.ask();
  };
  const stopPalette = onPalette(again);
  // A font that comes later has other widths.
  document.fonts.addEventListener('loadingdone', again);
  const parts = {
    ...actions,
    model: () => model,
    size: () => ({ width, height }),
    hover(position: number | undefined) {
      if (position === hovered) return;
      hovered = position;
      outlines.ask();
    },
  };
  const stopPointer = takeFlamePointer(host, parts);
  const stopKeys = takeFlameKeys(host, parts);
  const focus = (event: FocusEvent): void => {
    focused = event.type === 'focus';
    outlines.ask();
  };
  host.addEventListener('focus', focus);
  host.addEventListener('blur', focus);
  return {
    update(next) {
      if (next.layout !== model?.layout) hovered = undefined;
      model = { ...next, scroll: Math.max(0, Math.min(next.scroll, flameHeight(next.layout) - height / 2)) };
      whole.ask();
    },
    reveal(row) {
      const position = model?.layout.position[row] ?? -1;
      if (!model || position < 0 || height === 0) return;
      const { view, scroll } = viewWith(model, position, height);
      if (view !== model.view || scroll !== model.scroll) actions.onLook(view, scroll, false);
    },
    placeOf(row) {
      const box = host.getBoundingClientRect();
      return model && parts.model() ? placeOn(model, row, box) : undefined;
    },
    dispose() {
      stopPalette();
      document.fonts.removeEventListener('loadingdone', again);
      stopPointer();
      stopKeys();
      observer.disconnect();
      outlines.stop();
      whole.stop();
      host.removeEventListener('focus', focus);
      host.removeEventListener('blur', focus);
      calls?.painting.dispose();
      calls?.canvas.remove();
      calls = undefined;
      over.remove();
    },
  };
}

function placeOn(model: FlameModel, row: number, box: DOMRect): FlamePoint | undefined {
  const position = model.layout.position[row] ?? -1;
  if (position < 0) return undefined;
  const { lo, hi } = model.view ?? { lo: 0, hi: model.layout.total };
  const x = ((model.layout.left[position] - lo) / (hi - lo || 1)) * box.width;
  return { x: box.left + Math.max(0, Math.min(box.width - 40, x)) + 12, y: box.top + 12 };
}

interface CallsLayer {
  readonly canvas: HTMLCanvasElement;
  readonly painting: FlamePainting;
}

function glyphWidths(): GlyphWidths | undefined {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  return context ? new GlyphWidths(context, font()) : undefined;
}

function layer(host: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
  host.append(canvas);
  return canvas;
}
