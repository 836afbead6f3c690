/** What a canvas does with the pointer. */
export interface PointerHandlers {
  down(event: PointerEvent): void;
  move(event: PointerEvent): void;
  /** Also when the gesture was taken away: then its type is `pointercancel`. */
  up(event: PointerEvent): void;
  leave(event: PointerEvent): void;
  twice(event: MouseEvent): void;
  /** May keep the page from scrolling. */
  wheel(event: WheelEvent): void;
}

/** Listens until the returned function is called. */
export function listenToPointer(host: HTMLElement, handlers: PointerHandlers): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const { down, move, up, leave, twice, wheel } = handlers;
  host.addEventListener('pointerdown', down, { signal });
  host.addEventListener('pointermove', move, { signal });
  host.addEventListener('pointerup', up, { signal });
  host.addEventListener('pointercancel', up, { signal });
  host.addEventListener('pointerleave', leave, { signal });
  host.addEventListener('dblclick', twice, { signal });
  host.addEventListener('wheel', wheel, { passive: false, signal });
  return () => ending.abort();
}
