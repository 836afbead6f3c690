/** Between columns and at both edges, CSS pixels: `--s-3`. */
const GAP = 12;
/** Of one key. */
const STEP = 120;

/** The room that columns take at least, CSS pixels, from their tracks: `80px`, `minmax(120px, 1fr)`. */
export function leastWidth(tracks: readonly string[]): number {
  const least = tracks.reduce((sum, track) => sum + Number(/\d+(?=px)/.exec(track)?.[0] ?? 0), 0);
  return least + GAP * (tracks.length + 1);
}

/** Head and foot go sideways with the rows. Answers how to end that. */
export function followAcross(grid: HTMLElement, scroller: HTMLElement): () => void {
  let was = 0;
  const follow = (): void => {
    const left = scroller.scrollLeft;
    if (left === was) return;
    was = left;
    for (const row of grid.querySelectorAll<HTMLElement>(':scope > .grid-row'))
      row.style.transform = left === 0 ? '' : `translateX(${-left}px)`;
  };
  scroller.addEventListener('scroll', follow, { passive: true });
  return () => scroller.removeEventListener('scroll', follow);
}

/** Where there is more beyond an edge, a step towards it. */
export const stepAcross = (scroller: HTMLElement, steps: number): void =>
  scroller.scrollBy({ left: STEP * steps });
