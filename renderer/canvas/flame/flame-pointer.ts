import { listenToPointer } from '../pointer-listeners.js';
import { wheelTurns } from '../wheel-turns.js';
import type { FlamePoint } from './flame-canvas.js';
import { pannedView, ROW_HEIGHT, shownView, zoomedView } from './flame-model.js';
import { type FlameParts, keptScroll } from './flame-parts.js';
import { callAt } from './visible-calls.js';

/** Less is a click. */
const MOVED = 3;

/** Drag pans, wheel zooms, with Shift it pans and with Alt it scrolls; a click pins, a double click zooms to the call. */
export function takeFlamePointer(host: HTMLElement, parts: FlameParts): () => void {
  let grabbed: { x: number; y: number; lo: number; hi: number; scroll: number; moved: boolean } | undefined;
  const turn = wheelTurns();

  const pointOf = (event: MouseEvent): FlamePoint => ({ x: event.clientX, y: event.clientY });
  const positionAt = (event: MouseEvent): number | undefined => {
    const model = parts.model();
    if (!model) return undefined;
    const box = host.getBoundingClientRect();
    const y = model.upwards ? box.bottom - event.clientY : event.clientY - box.top;
    const { lo, hi } = shownView(model);
    const at = lo + ((event.clientX - box.left) / box.width) * (hi - lo);
    return callAt(model.layout, model.width, Math.floor((y + model.scroll) / ROW_HEIGHT), at);
  };
  const rowAt = (event: MouseEvent): number | undefined => {
    const position = positionAt(event);
    return position === undefined ? undefined : parts.model()?.layout.row[position];
  };
  const down = (event: PointerEvent): void => {
    const model = parts.model();
    if (!model || event.button !== 0) return;
    host.setPointerCapture(event.pointerId);
    grabbed = { x: event.clientX, y: event.clientY, ...shownView(model), scroll: model.scroll, moved: false };
  };
  const move = (event: PointerEvent): void => {
    const model = parts.model();
    if (!model) return;
    if (!grabbed) {
      const position = positionAt(event);
      host.style.cursor = position === undefined ? 'default' : 'pointer';
      parts.hover(position);
      parts.onHover(position === undefined ? undefined : model.layout.row[position], pointOf(event));
      return;
    }
    const { width, height } = parts.size();
    const [dx, dy] = [event.clientX - grabbed.x, event.clientY - grabbed.y];
    if (!grabbed.moved && Math.hypot(dx, dy) < MOVED) return;
    const view = pannedView(grabbed, (-dx / width) * (grabbed.hi - grabbed.lo), model.layout.total);
    const scroll = keptScroll(model, grabbed.scroll + (model.upwards ? dy : -dy), height);
    parts.onHover(undefined, pointOf(event));
    parts.onLook(view, scroll, !grabbed.moved);
    grabbed.moved = true;
    host.style.cursor = 'grabbing';
  };
  const up = (event: PointerEvent): void => {
    const was = grabbed;
    grabbed = undefined;
    host.style.cursor = 'default';
    if (!was || was.moved || event.type === 'pointercancel') return;
    const row = rowAt(event);
    parts.onSelect(row);
    if (row !== undefined) parts.onPin(row, pointOf(event));
  };
  const twice = (event: MouseEvent): void => {
    const model = parts.model();
    const position = positionAt(event);
    if (!model) return;
    if (position === undefined) {
      parts.onLook(undefined, 0, true);
      return;
    }
    const left = model.layout.left[position];
    parts.onLook({ lo: left, hi: left + model.width[model.layout.row[position]] }, model.scroll, true);
  };
  const wheel = (event: WheelEvent): void => {
    const model = parts.model();
    if (!model) return;
    event.preventDefault();
    const { width, height } = parts.size();
    const { first, down: by, sideways, factor } = turn(event);
    const { lo, hi } = shownView(model);
    if (sideways !== undefined) {
      const view = pannedView({ lo, hi }, (sideways / width) * (hi - lo), model.layout.total);
      parts.onLook(view, model.scroll, first);
      return;
    }
    if (event.altKey) {
      const scroll = keptScroll(model, model.scroll + by * (model.upwards ? -1 : 1), height);
      parts.onLook(model.view, scroll, first);
      return;
    }
    const box = host.getBoundingClientRect();
    const at = lo + ((event.clientX - box.left) / box.width) * (hi - lo);
    parts.onLook(zoomedView({ lo, hi }, at, factor, model.layout.total), model.scroll, first);
  };
  const leave = (event: PointerEvent): void => {
    parts.hover(undefined);
    parts.onHover(undefined, pointOf(event));
  };

  return listenToPointer(host, { down, move, up, leave, twice, wheel });
}
