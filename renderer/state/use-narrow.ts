import { useCallback, useSyncExternalStore } from 'react';

/** Whether the window is too narrow for two panes beside the rail. */
export const useNarrow = (): boolean => useMedia('(max-width: 1239px)');

/** Whether it is too low for two panes below each other, as a small one is, or one with large text. */
export const useLow = (): boolean => useMedia('(max-height: 759px)');

/** Whether a table of many columns cannot be seen whole: a small window, or large text. */
export const useSlim = (): boolean => useMedia('(max-width: 899px)');

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
