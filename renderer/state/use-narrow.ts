import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 1239px)';

/** Whether the window is too narrow for two panes beside the rail. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(NARROW);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(NARROW).matches,
  );
}
