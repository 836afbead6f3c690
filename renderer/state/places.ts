import type { SessionId } from '../../shared/base/brand.js';
import type { createHeapView, HeapView } from './heap-view.js';
import { createHistory } from './history.js';
import type { createLayout, Layout } from './layout.js';
import type { createSelection, Selection } from './selection.js';
import type { createSessions } from './sessions.js';
import type { createSpan, Range } from './span.js';

interface PlacesParts {
  readonly sessions: ReturnType<typeof createSessions>;
  readonly selection: ReturnType<typeof createSelection>;
  readonly span: ReturnType<typeof createSpan>;
  readonly layout: ReturnType<typeof createLayout>;
  readonly heapView: ReturnType<typeof createHeapView>;
}

/** Where one is: a pane of a session and what is pointed at there. */
interface Place {
  readonly session?: SessionId;
  readonly screen: Layout['screen'];
  readonly pane: Layout['pane'];
  readonly selection: Selection;
}

/** What one chose: it can be taken back. */
interface Choices {
  readonly session?: SessionId;
  readonly range?: Range;
  readonly heap: HeapView;
  readonly selection: Selection;
}

/** Keys that come within this are one gesture, ms: the letters of a word, the drag of a handle. */
const GESTURE = 700;

/** Back and forward through places, undo and redo of filters and selection. */
export function createPlaces({ sessions, selection, span, layout, heapView }: PlacesParts) {
  const session = (): SessionId | undefined => sessions.store.getState().current;
  const isOpen = (id: SessionId | undefined): boolean =>
    id === undefined || sessions.store.getState().open.some((one) => one.id === id);
  let lastChange = 0;
  let lastKind: Gesture;

  const places = createHistory<Place>({
    read: () => {
      const { screen, pane } = layout.store.getState();
      return { session: session(), screen, pane, selection: selection.store.getState() };
    },
    apply(place) {
      if (!isOpen(place.session)) return false;
      sessions.show(place.session);
      selection.store.setState(place.selection, true);
      layout.store.setState({ pane: place.pane, screen: place.screen });
      return true;
    },
    same: (a, b) =>
      a.session === b.session &&
      a.screen === b.screen &&
      a.pane === b.pane &&
      sameSelection(a.selection, b.selection),
    // Going from row to row within one pane is one place.
    joins: (a, b) =>
      a.session === b.session &&
      a.screen === b.screen &&
      a.pane === b.pane &&
      Date.now() - lastChange < GESTURE,
  });
  const choices = createHistory<Choices>({
    read: () => ({
      session: session(),
      range: span.store.getState().range,
      heap: heapView.store.getState(),
      selection: selection.store.getState(),
    }),
    apply(chosen) {
      if (chosen.session !== session()) return false;
      heapView.replace(chosen.heap);
      selection.store.setState(chosen.selection, true);
      if (span.store.getState().range !== chosen.range) span.select(chosen.range);
      return true;
    },
    same: (a, b) =>
      a.session === b.session &&
      a.range === b.range &&
      a.heap === b.heap &&
      sameSelection(a.selection, b.selection),
    joins(a, b) {
      const kind = kindOf(a, b);
      const joined = kind !== undefined && kind === lastKind && Date.now() - lastChange < GESTURE;
      lastKind = kind;
      return joined;
    },
  });
  const note = (): void => {
    places.note();
    choices.note();
    lastChange = Date.now();
  };
  // Two stores change in one command: the state after it is what counts.
  let due = false;
  const soon = (): void => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      note();
    });
  };
  sessions.store.subscribe((now, before) => now.current !== before.current && soon());
  for (const store of [selection.store, heapView.store]) store.subscribe(soon);
  span.store.subscribe((now, before) => now.range !== before.range && soon());
  layout.store.subscribe(
    (now, before) => (now.pane !== before.pane || now.screen !== before.screen) && soon(),
  );
  return { back: places.back, forward: places.forward, undo: choices.back, redo: choices.forward };
}

type Gesture = 'word' | 'drag' | undefined;

/** Which gesture leads from one to the other. */
function kindOf(a: Choices, b: Choices): Gesture {
  if (a.range !== b.range && b.range) return 'drag';
  return a.heap.text !== b.heap.text ? 'word' : undefined;
}

function sameSelection(a: Selection, b: Selection): boolean {
  return (
    a.target === b.target &&
    a.base === b.base &&
    a.compared === b.compared &&
    a.third === b.third &&
    a.className === b.className &&
    a.node?.at === b.node?.at &&
    a.node?.snapshot === b.node?.snapshot
  );
}
