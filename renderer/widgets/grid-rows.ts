import type { GridProps } from './grid.js';
import { RowElement } from './row-element.js';
import type { RowPlaces } from './row-places.js';
import { NO_SLOTS, type RowSlots, rowSlots } from './row-slots.js';

/** Without a scroll for so long, rows beyond the edges are made ready and elements put in order. */
const REST = 150;

/** A row that React has a part in. */
export interface RichRow {
  readonly slot: number;
  readonly index: number;
  readonly row: RowElement;
}

interface Parts {
  /** Has the role and names the active row. */
  readonly grid: HTMLElement;
  readonly scroller: HTMLElement;
  /** As tall as all rows; holds those in sight. */
  readonly body: HTMLElement;
  readonly id: string;
  /** The rows with a part of React's are others now; `now`: in the frame of a scroll. */
  onRich(rows: readonly RichRow[], now: boolean): void;
}

/**
 * The rows of a grid that are in sight: a few elements, written anew in the frame that scrolls, from its own scroll event,
 * without React. Where a row is more than text, React is told which.
 */
export class GridRows {
  #grid: GridProps<unknown> | undefined;
  #places: RowPlaces | undefined;
  #slots: RowSlots = NO_SLOTS;
  #rows: RowElement[] = [];
  #rich: readonly RichRow[] = [];
  #scrolled = 0;
  #view = 0;
  #active: string | undefined;
  #told: { readonly first: number; readonly last: number; readonly to: unknown } | undefined;
  readonly #stop: () => void;

  constructor(private readonly parts: Parts) {
    const { scroller } = parts;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const scroll = (): void => {
      this.#scrolled = scroller.scrollTop;
      // Each frame has one scroll event, before it is drawn.
      this.#look(false, true);
      clearTimeout(resting);
      resting = setTimeout(() => this.#look(true, true), REST);
    };
    const measure = (view: number): void => {
      if (view === this.#view) return;
      this.#view = view;
      this.#scrolled = scroller.scrollTop;
      this.#look(true, false);
    };
    this.#view = scroller.clientHeight;
    const observer = new ResizeObserver(([entry]) => measure(entry.contentRect.height));
    observer.observe(scroller);
    scroller.addEventListener('scroll', scroll, { passive: true });
    this.#stop = () => {
      clearTimeout(resting);
      observer.disconnect();
      scroller.removeEventListener('scroll', scroll);
    };
  }

  /** What is shown may be another: every row is written, as far as it differs. */
  show(grid: GridProps<unknown>, places: RowPlaces): void {
    const was = this.#grid;
    this.#grid = grid;
    this.#places = places;
    if (was?.columns !== grid.columns || was.tree?.column !== grid.tree?.column) this.#clear();
    else
      for (const row of this.#rows) if (row.index >= 0 && row.index < grid.count) this.#write(row, row.index);
    this.#look(this.#slots === NO_SLOTS, false);
    for (const row of this.#rows) if (row.index >= 0) row.writeTitles();
    this.#tell(false);
  }

  dispose(): void {
    this.#stop();
    this.#clear();
  }

  #clear(): void {
    for (const { element } of this.#rows) element.remove();
    this.#rows = [];
    this.#slots = NO_SLOTS;
  }

  #look(rests: boolean, now: boolean): void {
    if (!this.#grid || !this.#places) return;
    const next = rowSlots(this.#slots, this.#places, this.#scrolled, this.#view, rests);
    const before = this.#slots;
    if (next !== before) {
      this.#slots = next;
      this.#fit(this.#grid, next.row.length);
      this.#fill(next);
      if (rests || next.begin !== before.begin) this.#order(next);
      this.#tell(now);
    }
    if (rests) for (const row of this.#rows) if (row.index >= 0) row.writeTitles();
  }

  /** As many elements as there are slots. */
  #fit({ columns, tree }: GridProps<unknown>, size: number): void {
    if (this.#rows.length === size) return;
    for (const { element } of this.#rows) element.remove();
    this.#rows = Array.from(
      { length: size },
      (_, slot) => new RowElement(`${this.parts.id}-${slot}`, columns, tree?.column),
    );
  }

  #fill({ row: wanted }: RowSlots): void {
    for (let slot = 0; slot < wanted.length; slot++) {
      const row = this.#rows[slot];
      const index = wanted[slot];
      if (row.index === index) continue;
      if (index < 0) {
        row.index = -1;
        row.rich = false;
        row.element.remove();
        continue;
      }
      const fresh = row.index < 0;
      this.#write(row, index);
      if (fresh) this.parts.body.append(row.element);
    }
  }

  #write(row: RowElement, index: number): void {
    if (!this.#grid || !this.#places) return;
    row.write(this.#grid, index);
    row.place(this.#places.top(index), this.#places.height(index));
  }

  /** The order of the document is that of the rows: for those who listen, and for the tab key. */
  #order({ row, begin }: RowSlots): void {
    const { body } = this.parts;
    let place = body.firstElementChild;
    for (let at = 0; at < row.length; at++) {
      const slot = (begin + at) % row.length;
      if (row[slot] < 0) continue;
      const { element } = this.#rows[slot];
      if (place === element) place = place.nextElementSibling;
      else body.insertBefore(element, place);
    }
  }

  /** Says what React draws, which row is the active one, and what is in sight. */
  #tell(now: boolean): void {
    const { grid, onRich } = this.parts;
    if (!this.#grid) return;
    if (this.#rich.length > 0 || this.#rows.some(({ rich }) => rich)) {
      const rich = this.#rows.flatMap((row, slot) => (row.rich ? [{ slot, index: row.index, row }] : []));
      if (!same(rich, this.#rich)) {
        this.#rich = rich;
        onRich(rich, now);
      }
    }
    const { selected, onVisible } = this.#grid;
    // Only a row that is there can be pointed at.
    const slot = selected === undefined ? -1 : this.#slots.row.indexOf(selected);
    const active = slot < 0 ? undefined : `${this.parts.id}-${slot}`;
    if (active !== this.#active) {
      this.#active = active;
      if (active) grid.setAttribute('aria-activedescendant', active);
      else grid.removeAttribute('aria-activedescendant');
    }
    const { first, last } = this.#slots;
    const told = this.#told;
    if (last < first || (told?.first === first && told.last === last && told.to === onVisible)) return;
    this.#told = { first, last, to: onVisible };
    onVisible?.(first, last);
  }
}

const same = (a: readonly RichRow[], b: readonly RichRow[]): boolean =>
  a.length === b.length && a.every(({ index, row }, at) => index === b[at].index && row === b[at].row);
