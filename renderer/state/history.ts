/** The way back through states of something, and forth again. */
export interface History {
  /** Something changed: what it was before is kept. */
  note(): void;
  back(): boolean;
  forward(): boolean;
}

interface HistoryParts<State> {
  read(): State;
  /** False where that state is no more: the next one is taken. */
  apply(state: State): boolean;
  same(a: State, b: State): boolean;
  /** Whether both are steps of one gesture: only its end is kept. */
  joins?(a: State, b: State): boolean;
}

const MOST = 100;

export function createHistory<State>({ read, apply, same, joins }: HistoryParts<State>): History {
  let past: State[] = [];
  let future: State[] = [];
  let now = read();
  let applying = false;

  const go = (from: State[], to: State[]): boolean => {
    for (let next = from.pop(); next !== undefined; next = from.pop()) {
      applying = true;
      const done = apply(next);
      applying = false;
      if (!done) continue;
      to.push(now);
      now = read();
      return true;
    }
    return false;
  };
  return {
    note() {
      if (applying) return;
      const next = read();
      if (same(next, now)) return;
      if (!joins?.(now, next) || past.length === 0) past = [...past, now].slice(-MOST);
      future = [];
      now = next;
    },
    back: () => go(past, future),
    forward: () => go(future, past),
  };
}
