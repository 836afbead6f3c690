import type { OpenSession } from '../../shared/api/sessions.js';
import { countText } from '../../shared/base/quantity.js';
import type { Pane } from '../state/layout.js';
import { usePart, useWorkspace } from '../state/workspace.js';
import { words } from './words.js';

interface PaneCount {
  readonly text: string;
  /** The name of the pane with it, read aloud. */
  readonly name: string;
  /** What is counted. */
  readonly about: string;
}

/** How much there is in a pane, as far as that is known without opening it. */
export function usePaneCounts({ id, info }: OpenSession): Partial<Readonly<Record<Pane, PaneCount>>> {
  const { found, live, selection } = useWorkspace();
  const findings = usePart(found, ({ verdicts }) => verdicts.get(id))?.findings;
  const chosen = usePart(selection, ({ target }) => target) ?? info.targets[0]?.id;
  const now = usePart(live, ({ targets }) =>
    chosen === undefined ? undefined : targets.get(chosen)?.last['threads'],
  );
  const threads =
    now ?? info.series.find(({ target, name }) => target === chosen && name === 'threads')?.last;
  const { overview, threads: ofThreads } = words.countOf;
  return {
    ...(findings && { overview: { text: countText(findings), ...overview(findings) } }),
    ...(threads && { threads: { text: countText(threads), ...ofThreads(threads) } }),
  };
}
