import { CallRows } from '../../model/call-rows.js';
import type { CallTree } from '../../model/call-tree.js';

/** Figures of one call that are carried from a tree into another. */
export interface CallFigures extends Pick<CallTree, 'self' | 'count' | 'baseSelf' | 'baseCount' | 'first'> {}

/** Makes a call tree out of another's calls: of one caller and one frame there is one row. */
export class CarriedCalls {
  readonly #calls = new CallRows();
  readonly #sums: Record<Figure, Float64Array | undefined>;

  constructor(private readonly source: CallFigures & Pick<CallTree, 'frames'>) {
    const column = (figure: Figure): Float64Array | undefined => source[figure] && new Float64Array(SOME);
    this.#sums = {
      self: column('self'),
      count: column('count'),
      baseSelf: column('baseSelf'),
      baseCount: column('baseCount'),
      first: column('first')?.fill(Number.POSITIVE_INFINITY),
    };
  }

  get length(): number {
    return this.#calls.length;
  }

  /** The row of `frame` called by `caller` (-1: outermost), made when there is none. */
  row(caller: number, frame: number): number {
    const row = this.#calls.row(caller, frame);
    if (row >= (this.#sums.self?.length ?? 0)) this.#grow();
    return row;
  }

  /** Adds the figures of the source's call `from` to those of `row`. */
  add(row: number, from: number): void {
    const { self, count, baseSelf, baseCount } = this.#sums;
    const { source } = this;
    if (self) self[row] += source.self[from];
    if (count) count[row] += source.count[from];
    if (baseSelf && source.baseSelf) baseSelf[row] += source.baseSelf[from];
    if (baseCount && source.baseCount) baseCount[row] += source.baseCount[from];
  }

  /** The earliest of what was met stands for the row. */
  met(row: number, from: number): void {
    const { first } = this.#sums;
    if (first && this.source.first && this.source.first[from] < first[row])
      first[row] = this.source.first[from];
  }

  tree(): CallTree {
    const { length, parent, frame } = this.#calls;
    const { self, count, baseSelf, baseCount, first } = this.#sums;
    const cut = (column: Float64Array | undefined): Float64Array =>
      column?.slice(0, length) ?? new Float64Array(length);
    return {
      length,
      parent: parent.slice(0, length),
      frame: frame.slice(0, length),
      self: cut(self),
      count: cut(count),
      ...(baseSelf && baseCount ? { baseSelf: cut(baseSelf), baseCount: cut(baseCount) } : {}),
      ...(first ? { first: cut(first) } : {}),
      frames: this.source.frames,
    };
  }

  #grow(): void {
    for (const figure of FIGURES) {
      const column = this.#sums[figure];
      if (!column) continue;
      const wider = new Float64Array(column.length * 2);
      if (figure === 'first') wider.fill(Number.POSITIVE_INFINITY, column.length);
      wider.set(column);
      this.#sums[figure] = wider;
    }
  }
}

const FIGURES = ['self', 'count', 'baseSelf', 'baseCount', 'first'] as const;
type Figure = (typeof FIGURES)[number];
const SOME = 1024;
