import { useEffect, useRef } from 'react';

/** Gives the focus back to where it was before something floated, unless it has gone elsewhere since. */
export function useFocusBack(isOpen: boolean): void {
  const before = useRef<Element>(undefined);
  // In the render that opens it nothing of it has taken the focus yet.
  if (isOpen && !before.current) before.current = document.activeElement ?? undefined;
  useEffect(() => {
    if (isOpen) return;
    const back = before.current;
    before.current = undefined;
    if (!(back instanceof HTMLElement)) return;
    const give = (): void => {
      if (document.activeElement === document.body && back.isConnected) back.focus();
    };
    // What floated goes in a frame, or fades.
    const timers = [0, FADES].map((wait) => setTimeout(give, wait));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [isOpen]);
}

/** Longer than any of it fades, ms. */
const FADES = 300;
