import { listenToPointer } from '../pointer-listeners.js';
import { wheelTurns } from '../wheel-turns.js';
import {
  AXIS_HEIGHT,
  panned,
  STRIP_HEIGHT,
  shownRange,
  type TimelineModel,
  type TimeRange,
  zoomed,
} from './frame.js';
import { headHeight, stripRange, timeOf, xOf } from './paint-frame.js';
import type { TimelineActions } from './timeline-canvas.js';

interface PointerParts extends TimelineActions {
  model(): TimelineModel | undefined;
  width(): number;
  hover(x: number | undefined): void;
  draw(range: TimeRange | undefined): void;
}

type Gesture =
  | { readonly kind: 'pan'; readonly x: number; readonly shown: TimeRange; moved: boolean }
  | { readonly kind: 'select'; readonly anchor: number; moved: boolean }
  | { readonly kind: 'strip'; readonly offset: number; readonly span: number };

const HANDLE = 6;
/** Less is a click. */
const MOVED = 3;

/** Drag pans, wheel zooms at the pointer, drag with Shift or on the axis selects, the ends of a range are handles. */
export function takePointer(host: HTMLElement, parts: PointerParts): () => void {
  let gesture: Gesture | undefined;
  const turn = wheelTurns();

  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const handleAt = (x: number, model: TimelineModel): 'from' | 'to' | undefined => {
    if (!model.range) return undefined;
    const shown = shownRange(model);
    if (Math.abs(x - xOf(model.range.from, shown, parts.width())) <= HANDLE) return 'from';
    if (Math.abs(x - xOf(model.range.to, shown, parts.width())) <= HANDLE) return 'to';
    return undefined;
  };
  const begin = (event: PointerEvent, model: TimelineModel): Gesture => {
    const { x, y } = place(event);
    const shown = shownRange(model);
    if (!model.folded && y < STRIP_HEIGHT) {
      const at = timeOf(x, stripRange(model), parts.width());
      const inside = at >= shown.from && at <= shown.to;
      const span = shown.to - shown.from;
      return { kind: 'strip', offset: inside ? at - shown.from : span / 2, span };
    }
    const handle = handleAt(x, model);
    if (handle && model.range)
      return { kind: 'select', anchor: handle === 'from' ? model.range.to : model.range.from, moved: true };
    const onAxis = y < headHeight(model) && y > headHeight(model) - AXIS_HEIGHT;
    if (event.shiftKey || onAxis)
      return { kind: 'select', anchor: timeOf(x, shown, parts.width()), moved: false };
    return { kind: 'pan', x, shown, moved: false };
  };
  const down = (event: PointerEvent): void => {
    const model = parts.model();
    if (!model || event.button !== 0) return;
    host.setPointerCapture(event.pointerId);
    gesture = begin(event, model);
    if (gesture.kind === 'strip') move(event);
  };
  const move = (event: PointerEvent): void => {
    const model = parts.model();
    if (!model) return;
    const { x, y } = place(event);
    const width = parts.width();
    if (!gesture) {
      host.style.cursor = handleAt(x, model) ? 'ew-resize' : event.shiftKey ? 'crosshair' : 'default';
      parts.hover(y >= STRIP_HEIGHT || model.folded ? x : undefined);
      return;
    }
    const shown = shownRange(model);
    switch (gesture.kind) {
      case 'strip': {
        const at = timeOf(x, stripRange(model), width) - gesture.offset;
        const from = Math.max(0, Math.min(at, model.duration));
        parts.onLook({ from, to: from + gesture.span }, false, event.type === 'pointerdown');
        break;
      }
      case 'pan': {
        if (!gesture.moved && Math.abs(x - gesture.x) < MOVED) return;
        const by = timeOf(gesture.x, gesture.shown, width) - timeOf(x, gesture.shown, width);
        parts.onLook(panned(gesture.shown, by, model.duration), false, !gesture.moved);
        gesture.moved = true;
        parts.hover(undefined);
        break;
      }
      case 'select': {
        const at = Math.max(0, timeOf(x, shown, width));
        if (!gesture.moved && Math.abs(x - xOf(gesture.anchor, shown, width)) < MOVED) return;
        gesture.moved = true;
        parts.draw({ from: Math.min(at, gesture.anchor), to: Math.max(at, gesture.anchor) });
        parts.hover(x);
        break;
      }
    }
  };
  const up = (event: PointerEvent): void => {
    const model = parts.model();
    const ended = gesture;
    gesture = undefined;
    if (!model || ended?.kind !== 'select') return;
    parts.draw(undefined);
    const at = Math.max(0, timeOf(place(event).x, shownRange(model), parts.width()));
    if (ended.moved) parts.onSelect({ from: Math.min(at, ended.anchor), to: Math.max(at, ended.anchor) });
  };
  const wheel = (event: WheelEvent): void => {
    const model = parts.model();
    if (!model) return;
    event.preventDefault();
    if (event.altKey) {
      parts.onScroll(event.deltaY);
      return;
    }
    const shown = shownRange(model);
    const { first, sideways, factor } = turn(event);
    if (sideways !== undefined) {
      const by = (sideways / parts.width()) * (shown.to - shown.from);
      parts.onLook(panned(shown, by, model.duration), false, first);
      return;
    }
    // While following the newest sample stays where it is; else what is under the pointer does.
    const at = model.following && model.live ? model.duration : timeOf(place(event).x, shown, parts.width());
    parts.onLook(zoomed(shown, at, factor, model.duration), model.following, first);
  };
  const leave = (): void => parts.hover(undefined);
  const twice = (): void => parts.onSelect(undefined);

  return listenToPointer(host, { down, move, up, leave, twice, wheel });
}
