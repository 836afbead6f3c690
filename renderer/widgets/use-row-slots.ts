import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { RowPlaces } from './row-places.js';
import { NO_SLOTS, type RowSlots, rowSlots } from './row-slots.js';

/** Without a scroll for so long, rows beyond the edges are made ready and elements put in order. */
const REST = 150;

/** The rows in sight of a scrolling element: drawn in the frame that scrolls, from its own scroll event. */
export function useRowSlots(scroller: RefObject<HTMLElement | null>, places: RowPlaces): RowSlots {
  const known = useRef({ scrolled: 0, view: 0 });
  const [slots, setSlots] = useState(NO_SLOTS);
  const current = useRef(places);
  current.current = places;
  const look = useCallback((rests: boolean) => {
    const { scrolled, view } = known.current;
    setSlots((before) => rowSlots(before, current.current, scrolled, view, rests));
  }, []);
  // Where rows come, go or grow while nothing scrolls.
  const shown = rowSlots(slots, places, known.current.scrolled, known.current.view, false);
  if (shown !== slots) setSlots(shown);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const scroll = (): void => {
      known.current.scrolled = element.scrollTop;
      // Each frame has one scroll event, before it is drawn.
      flushSync(() => look(false));
      clearTimeout(resting);
      resting = setTimeout(() => look(true), REST);
    };
    const measure = (view: number): void => {
      if (view === known.current.view) return;
      known.current = { scrolled: element.scrollTop, view };
      look(true);
    };
    measure(element.clientHeight);
    const observer = new ResizeObserver(([entry]) => measure(entry.contentRect.height));
    observer.observe(element);
    element.addEventListener('scroll', scroll, { passive: true });
    return () => {
      clearTimeout(resting);
      observer.disconnect();
      element.removeEventListener('scroll', scroll);
    };
  }, [scroller, look]);
  return shown;
}
