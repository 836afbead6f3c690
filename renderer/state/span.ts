import { createStore } from 'zustand/vanilla';

/** Milliseconds since the session began. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Span {
  /** What the user selected; absent, everything. It scopes every pane. */
  readonly range?: Range;
  /** What the timeline shows; absent, the whole session. */
  readonly view?: Range;
  /** The right edge stays at the newest sample. */
  readonly following: boolean;
}

const HISTORY = 50;

/** The selected range and the part in view, with the way back through both. */
export function createSpan() {
  const store = createStore<Span>(() => ({ following: true }));
  const past: Span[] = [];
  /** Where the pointer stands in the timeline, ms; nothing is drawn anew for it. */
  let pointer: number | undefined;
  const keep = (): void => {
    past.push(store.getState());
    if (past.length > HISTORY) past.shift();
  };
  return {
    store,
    select(range: Range | undefined): void {
      keep();
      store.setState({ range });
    },
    /** Many of these come during one gesture: only its first should pass `remember`. */
    look(view: Range | undefined, following: boolean, remember = false): void {
      if (remember) keep();
      store.setState({ view, following });
    },
    pointAt(at: number | undefined): void {
      pointer = at;
    },
    pointer: (): number | undefined => pointer,
    back(): boolean {
      const last = past.pop();
      if (last) store.setState(last, true);
      return last !== undefined;
    },
    reset(following: boolean): void {
      past.length = 0;
      store.setState({ following }, true);
    },
  };
}
