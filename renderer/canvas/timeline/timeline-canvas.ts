import { onPalette, palette } from '../../theme/palette.js';
import type { CanvasView } from '../canvas-view.js';
import { repaint } from '../repaint.js';
import { shownRange, type TimelineModel, type TimeRange } from './frame.js';
import { paintFrame, type Surface, timeOf } from './paint-frame.js';
import { paintPointer } from './paint-pointer.js';
import { takePointer } from './timeline-pointer.js';

/** What the user does with the timeline. */
export interface TimelineActions {
  /** `first` opens a gesture: the place to come back to. */
  onLook(view: TimeRange, following: boolean, first: boolean): void;
  onSelect(range: TimeRange | undefined): void;
  onScroll(by: number): void;
  /** The moment under the pointer; absent outside. */
  onPoint?(at: number | undefined): void;
}

/** The lanes, painted by themselves: one canvas for what was measured, one for what follows the pointer. */
export function createTimelineCanvas(
  host: HTMLElement,
  actions: TimelineActions,
): CanvasView<TimelineModel> & {
  readonly shown: () => TimeRange | undefined;
} {
  const data = layer(host);
  const pointer = layer(host);
  let model: TimelineModel | undefined;
  let pointerX: number | undefined;
  let drawing: TimeRange | undefined;
  let width = 0;
  let height = 0;

  const surface = (canvas: HTMLCanvasElement): Surface | undefined => {
    const context = canvas.getContext('2d');
    if (!context || width === 0 || height === 0) return undefined;
    const ratio = devicePixelRatio || 1;
    const wide = Math.round(width * ratio);
    const tall = Math.round(height * ratio);
    // Setting a size clears the canvas even when it is the same.
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== tall) canvas.height = tall;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return { context, colours: palette(), width, height, ratio };
  };
  let clean = false;
  const paintOver = (): void => {
    const nothing = pointerX === undefined && !drawing && !model?.range;
    if (nothing && clean) return;
    const on = surface(pointer);
    if (on && model) paintPointer(on, model, shownRange(model), pointerX, drawing);
    clean = nothing;
  };
  const over = repaint(paintOver);
  let isFirst = true;
  let lettersLater = 0;
  const whole = repaint(() => {
    const on = surface(data);
    if (on && model) paintFrame({ ...on, isWordless: isFirst }, model, shownRange(model));
    // Nothing is pointed at yet, and a range has words.
    if (!isFirst) paintOver();
  });
  /** Answers whether it is another size. */
  const sized = (wide: number, tall: number): boolean => {
    const before = [width, height];
    width = Math.round(wide);
    height = Math.round(tall);
    return before[0] !== width || before[1] !== height;
  };
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (!sized(contentRect.width, contentRect.height)) return;
    // Also what follows the pointer has another size, with nothing in it.
    clean = false;
    whole.ask();
  });
  observer.observe(host);
  const stopPalette = onPalette(whole.ask);
  const stopPointer = takePointer(host, {
    ...actions,
    model: () => model,
    width: () => width,
    hover(x) {
      pointerX = x;
      actions.onPoint?.(x === undefined || !model ? undefined : timeOf(x, shownRange(model), width));
      over.ask();
    },
    draw(range) {
      drawing = range;
      over.ask();
    },
  });
  return {
    shown: () => model && shownRange(model),
    update(next) {
      model = next;
      // Its size is told after the first frame, and what is asked for is painted in the next: two frames without lanes.
      const isShown = isFirst && sized(host.clientWidth, host.clientHeight);
      if (isShown) whole.now();
      isFirst = false;
      // What is asked for now is painted before this frame is shown; its letters are for the next.
      if (isShown) lettersLater = requestAnimationFrame(whole.ask);
      else whole.ask();
    },
    dispose() {
      stopPalette();
      stopPointer();
      observer.disconnect();
      cancelAnimationFrame(lettersLater);
      over.stop();
      whole.stop();
      data.remove();
      pointer.remove();
    },
  };
}

function layer(host: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
  host.append(canvas);
  return canvas;
}
