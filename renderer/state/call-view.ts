import { createStore } from 'zustand/vanilla';
import type { SessionId } from '../../shared/base/brand.js';

/** One change to the calls that are shown. Functions and calls are named by their text, so that it outlasts new data. */
export type CallStep =
  /** One call, by the functions from the outermost to it. */
  | { readonly kind: 'call'; readonly path: readonly string[] }
  | { readonly kind: 'function' | 'drop' | 'merge'; readonly key: string }
  | { readonly kind: 'runtime' | 'recursion' };

/** What the allocations are compared with. */
export type CallBase =
  | { readonly kind: 'start' }
  | { readonly kind: 'time'; readonly at: number }
  /** Another session, or another source of this one. `source` absent: the one like that which is shown; `at`: its end. */
  | {
      readonly kind: 'session';
      readonly session: SessionId;
      readonly source?: string;
      readonly at?: number;
    };

/** How the allocations pane looks at its calls; kept while another pane is open. */
export interface CallView {
  readonly form: 'icicle' | 'flame' | 'sandwich' | 'table';
  readonly order: 'heavy' | 'time';
  /** Stacks grown from the leaf. */
  readonly inverted: boolean;
  readonly measure: 'bytes' | 'count';
  /** In a comparison: colours by the share that changed, not by bytes. */
  readonly relative: boolean;
  readonly by: 'function' | 'line' | 'file' | 'module' | 'package' | 'thread' | 'type';
  /** Threads and types stand in the picture as calls of their own. */
  readonly labels: boolean;
  readonly search: string;
  /** An `AllocationSource.id`; absent, the first of the chosen target. */
  readonly source?: string;
  /** Of the range: what was allocated in it, or all that is alive at its end. */
  readonly scope: 'range' | 'end';
  readonly base?: CallBase;
  readonly steps: readonly CallStep[];
  /** The functions from the outermost to the selected call. */
  readonly selected?: readonly string[];
}

const FIRST: CallView = {
  form: 'icicle',
  order: 'heavy',
  inverted: false,
  measure: 'bytes',
  relative: false,
  by: 'function',
  labels: false,
  search: '',
  scope: 'range',
  steps: [],
};
const HISTORY = 100;

export function createCallView() {
  const store = createStore<CallView>(() => FIRST);
  let past: (readonly CallStep[])[] = [];
  let future: (readonly CallStep[])[] = [];
  const setSteps = (steps: readonly CallStep[]): void => store.setState({ steps });
  const go = (from: (readonly CallStep[])[], to: (readonly CallStep[])[]): boolean => {
    const steps = from.pop();
    if (!steps) return false;
    to.push(store.getState().steps);
    setSteps(steps);
    return true;
  };
  return {
    store,
    change: (part: Partial<Omit<CallView, 'steps'>>) => store.setState(part),
    setSteps(steps: readonly CallStep[]): void {
      past = [...past, store.getState().steps].slice(-HISTORY);
      future = [];
      setSteps(steps);
    },
    add(step: CallStep): void {
      this.setSteps([...store.getState().steps, step]);
    },
    undo: () => go(past, future),
    redo: () => go(future, past),
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    reset(): void {
      past = [];
      future = [];
      store.setState(FIRST, true);
    },
  };
}
