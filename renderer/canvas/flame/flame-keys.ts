import { type FlameModel, levelOf, pannedView, ROW_HEIGHT, shownView, zoomedView } from './flame-model.js';
import { type FlameParts, keptScroll, viewWith } from './flame-parts.js';

const STEP = 0.12;
const ZOOM = 0.75;

/** W A S D look around, arrows go from call to call, Enter makes one the root, Escape and Backspace go back. */
export function takeFlameKeys(host: HTMLElement, parts: FlameParts): () => void {
  const press = (event: KeyboardEvent): void => {
    const model = parts.model();
    if (!model || event.ctrlKey || event.metaKey || event.altKey || event.target !== host) return;
    const act = look(event, model, parts) ?? walk(event.key, model, parts) ?? choose(event.key, model, parts);
    if (!act) return;
    // The window's own meaning of these keys rests while the picture has the focus.
    event.preventDefault();
    act();
  };
  host.addEventListener('keydown', press);
  return () => host.removeEventListener('keydown', press);
}

type Act = (() => void) | undefined;

function look({ key, shiftKey, repeat }: KeyboardEvent, model: FlameModel, parts: FlameParts): Act {
  const { layout, scroll, view } = model;
  const shown = shownView(model);
  const span = shown.hi - shown.lo;
  const { height } = parts.size();
  const to = (next: typeof view, scrolled = scroll): (() => void) => {
    return () => parts.onLook(next, keptScroll(model, scrolled, height), !repeat);
  };
  const middle = (shown.lo + shown.hi) / 2;
  switch (shiftKey ? '' : key.toLowerCase()) {
    case 'w':
    case '+':
    case '=':
      return to(zoomedView(shown, middle, ZOOM, layout.total));
    case 's':
    case '-':
      return to(zoomedView(shown, middle, 1 / ZOOM, layout.total));
    case 'a':
      return to(pannedView(shown, -STEP * span, layout.total));
    case 'd':
      return to(pannedView(shown, STEP * span, layout.total));
    case 'home':
    case '0':
      return to(undefined, 0);
    case 'pageup':
      return to(view, scroll - (model.upwards ? -1 : 1) * (height - ROW_HEIGHT));
    case 'pagedown':
      return to(view, scroll + (model.upwards ? -1 : 1) * (height - ROW_HEIGHT));
    default:
      return undefined;
  }
}

/** From the selected call to its caller, to the largest that it calls, to those beside it. */
function walk(key: string, model: FlameModel, parts: FlameParts): Act {
  const step = STEPS[key];
  if (!step) return undefined;
  const [deeper, beside] = [model.upwards ? -step.down : step.down, step.right];
  const next = neighbour(model, deeper, beside);
  return () => {
    if (next === undefined) return;
    const { view, scroll } = viewWith(model, next, parts.size().height);
    parts.onSelect(model.layout.row[next]);
    if (view !== model.view || scroll !== model.scroll) parts.onLook(view, scroll, false);
  };
}

const STEPS: Readonly<Record<string, { readonly down: number; readonly right: number } | undefined>> = {
  ArrowDown: { down: 1, right: 0 },
  ArrowUp: { down: -1, right: 0 },
  ArrowRight: { down: 0, right: 1 },
  ArrowLeft: { down: 0, right: -1 },
};

export function neighbour(
  { layout, selected, matched, frame }: FlameModel,
  deeper: number,
  beside: number,
): number | undefined {
  const at = selected === undefined ? -1 : (layout.position[selected] ?? -1);
  if (at < 0) return layout.length > 0 ? 0 : undefined;
  const level = levelOf(layout, at);
  if (deeper > 0) {
    const [from, to] = [layout.firstChild[at], layout.firstChild[at + 1]];
    if (from === to) return undefined;
    // Where something is searched for, to what was found.
    if (matched)
      for (let child = from; child < to; child++) if (matched[frame[layout.row[child]]] === 1) return child;
    return from;
  }
  if (deeper < 0) return level === 0 ? undefined : callerOf(layout, level, at);
  const next = at + beside;
  return next >= layout.levels[level] && next < layout.levels[level + 1] ? next : undefined;
}

/** The last of the level above whose first child is not after it. */
function callerOf({ levels, firstChild }: FlameModel['layout'], level: number, position: number): number {
  let [low, high] = [levels[level - 1], levels[level] - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (firstChild[middle] <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

function choose(key: string, { selected }: FlameModel, parts: FlameParts): Act {
  switch (key) {
    case 'Enter':
    case 'f':
    case 'F':
      return selected === undefined ? undefined : () => parts.onFocus(selected);
    case 'Escape':
    case 'Backspace':
      return parts.onBack;
    case ' ':
      return selected === undefined ? undefined : () => parts.onPin(selected, NOWHERE);
    case 'c':
      return selected === undefined ? undefined : () => parts.onCopy(selected);
    default:
      return undefined;
  }
}

/** By key there is no point: the view finds one beside the call. */
export const NOWHERE = { x: Number.NaN, y: Number.NaN };
