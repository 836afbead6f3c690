import { useEffect, useRef } from 'react';
import { usePanelRef } from 'react-resizable-panels';

/**
 * A panel that keeps the size that was given to it by hand: a window too small for it lowers what is shown, not what is
 * kept, and with room again it has its size back. `wanted` and `keep` are in pixels; undefined: as it comes.
 */
export function useDraggedSize(wanted: () => number | undefined, keep: (pixels: number) => void) {
  const panel = usePanelRef();
  const latest = useRef(wanted);
  latest.current = wanted;
  useEffect(() => {
    let frame = 0;
    const restore = (): void => {
      cancelAnimationFrame(frame);
      // After the panels have taken the window's new size.
      frame = requestAnimationFrame(() => {
        const size = latest.current();
        if (size !== undefined) panel.current?.resize(size);
      });
    };
    window.addEventListener('resize', restore);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('resize', restore);
    };
  }, [panel]);
  return {
    panel,
    onLayoutChanged: (_: unknown, { isUserInteraction }: { readonly isUserInteraction: boolean }): void => {
      const size = isUserInteraction ? panel.current?.getSize().inPixels : undefined;
      if (size !== undefined) keep(size);
    },
  };
}
