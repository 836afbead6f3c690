import { createStore } from 'zustand/vanilla';
import type { NodeOrdinal, SnapshotId } from '../../shared/base/brand.js';

/** What the user points at. Rows, sizes and paths are asked for, never kept here. */
export interface Selection {
  /** The process that the panes are about. */
  readonly target?: number;
  readonly base?: SnapshotId;
  readonly compared?: SnapshotId;
  readonly third?: SnapshotId;
  readonly className?: string;
  /** An object, and the snapshot whose ordinal it is. */
  readonly node?: { readonly snapshot: SnapshotId; readonly at: NodeOrdinal };
}

export function createSelection(initial: Selection = {}) {
  const store = createStore<Selection>(() => initial);
  return {
    store,
    pointAtTarget: (target: number | undefined) => store.setState({ target }),
    compare: (base: SnapshotId | undefined, compared: SnapshotId | undefined) =>
      store.setState({ base, compared, third: undefined, className: undefined, node: undefined }),
    addThird: (third: SnapshotId | undefined) => store.setState({ third }),
    pointAtClass: (className: string | undefined) => store.setState({ className, node: undefined }),
    pointAt: (snapshot: SnapshotId, at: NodeOrdinal, className?: string) =>
      store.setState((was) => ({ node: { snapshot, at }, className: className ?? was.className })),
    clear: () => store.setState({}, true),
  };
}
