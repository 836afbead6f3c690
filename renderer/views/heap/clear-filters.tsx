import { X } from 'lucide-react';
import { isFiltered } from '../../state/heap-view.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { words } from './words.js';

/** Takes every filter of a heap's tables back; nothing where there is none. `short`: its sign alone. */
export function ClearFilters({ short }: { readonly short: boolean }) {
  const { heapView, selection } = useWorkspace();
  const compared = usePart(selection, ({ base }) => base !== undefined);
  const filtered = usePart(heapView, (view) => isFiltered(view, compared));
  if (!filtered) return null;
  return (
    <Button
      kind="bare"
      icon={X}
      aria-label={words.clear}
      title={short ? words.clear : undefined}
      onClick={heapView.clear}
    >
      {short ? undefined : words.clearShort}
    </Button>
  );
}
