import { AllocationsPane } from '../views/allocations/allocations-pane.js';
import { SourceView } from '../views/source/source-view.js';
import type { PaneProps } from './lazy-panes.js';

/** Allocations with the source of the chosen call beside them: a view never imports another. Of another session it is another. */
export function AllocationsScreen({ session }: PaneProps) {
  return <AllocationsPane key={session.id} session={session} side={<SourceView session={session} />} />;
}
