import { createStore } from 'zustand/vanilla';
import type { SessionId } from '../../shared/base/brand.js';
import type { CaptureEstimate } from '../../shared/model/preflight.js';

/** A snapshot that was asked for and waits for a yes, since it would cost something. */
export interface AskedSnapshot {
  readonly session: SessionId;
  readonly target: number;
  /** Of the task. */
  readonly title: string;
  readonly estimate: CaptureEstimate;
}

/** A program that stands still for longer is noticed by who uses it, ms. */
const NOTICED = 1000;
/** Of the memory that is left. */
const MUCH = 0.5;

/** Whether a snapshot is worth a question: a small heap is read in the time that the question takes. */
export const isCostly = ({ pause, extraMemory, headroom, safe }: CaptureEstimate): boolean =>
  !safe || pause >= NOTICED || extraMemory > headroom * MUCH;

/** What is asked before a snapshot that costs something, and in which sessions no more. */
export function createPreflight() {
  const store = createStore<{ readonly asked?: AskedSnapshot }>(() => ({}));
  const waived = new Set<SessionId>();
  return {
    store,
    /** Asks, where it is worth it; false where the snapshot may be taken at once. */
    ask(asked: AskedSnapshot): boolean {
      const { session, estimate } = asked;
      // What is refused is said each time.
      if (!isCostly(estimate) || (waived.has(session) && estimate.safe)) return false;
      store.setState({ asked });
      return true;
    },
    waive: (session: SessionId): void => void waived.add(session),
  };
}
