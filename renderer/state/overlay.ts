import { createStore } from 'zustand/vanilla';
import type { SessionId } from '../../shared/base/brand.js';
import type { SessionInfo } from '../../shared/model/session.js';

/** Another session laid over the timeline. */
export interface Overlay {
  readonly session?: SessionId;
  /** The mark of both that they are aligned at; absent, their beginnings. */
  readonly mark?: string;
}

export function createOverlay() {
  const store = createStore<Overlay>(() => ({}));
  return {
    store,
    lay: (session: SessionId, mark?: string) => store.setState({ session, mark }, true),
    clear: () => store.setState({}, true),
  };
}

/** Marks that both sessions have: each where it was set first. */
export function marksInBoth(info: SessionInfo, other: SessionInfo): readonly string[] {
  const known = firstMarks(other);
  return [...firstMarks(info).keys()].filter((text) => known.has(text));
}

/** How much later things come here than in the other session, ms. */
export function shiftOf(info: SessionInfo, other: SessionInfo, mark: string | undefined): number {
  if (mark === undefined) return 0;
  const [here, there] = [firstMarks(info).get(mark), firstMarks(other).get(mark)];
  return here === undefined || there === undefined ? 0 : here - there;
}

function firstMarks({ marks }: SessionInfo): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { kind, text, at } of marks) if (kind === 'note' && !first.has(text)) first.set(text, at);
  return first;
}
