import { X } from 'lucide-react';
import { isFiltered } from '../../state/heap-view.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { words } from './words.js';

/** Takes every filter of a heap's tables back; nothing where there is none. */
export function ClearFilters() {
  const { heapView, selection } = useWorkspace();
  const compared = usePart(selection, ({ base }) => base !== undefined);
  const filtered = usePart(heapView, (view) => isFiltered(view, compared));
  if (!filtered) return null;
  return (
    <Button kind="bare" icon={X} aria-label={words.clear} onClick={heapView.clear}>
      {words.clearShort}
    </Button>
  );
}
