import type { FlameLayout } from '../../shared/analysis/allocations/layout-levels.js';
import { isShared } from '../../shared/base/column-memory.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { SandwichCalls, ShapedCalls } from './call-jobs.js';
import type { SentCalls, SentSandwich, SentShape } from './call-messages.js';
import type { Calls } from './calls-of.js';
import type { PlaceRows } from './place-rows.js';

type Column = Float64Array | Uint32Array | Int32Array;

/**
 * Answers as they go to the page: columns that stay here are copied, the others are handed over, so that the other end has
 * them without a copy, as it has those of shared memory. Nobody writes into a column that was sent. `given`: the tree that the page has already.
 */
export class SentColumns {
  readonly #buffers = new Set<ArrayBuffer>();

  constructor(private readonly given: CallTree) {}

  get buffers(): ArrayBuffer[] {
    return [...this.#buffers];
  }

  /** All of it; early: everything of it is needed again. */
  shape({ upright, calls, layout, packages }: ShapedCalls, early: boolean): SentShape {
    return {
      upright: this.#calls(upright, early),
      ...(calls === upright ? {} : { calls: this.#calls(calls, early) }),
      ...{ layout: this.#layout(layout), packages },
    };
  }

  /** What was not sent early. */
  rest({ layout, packages }: ShapedCalls): SentShape {
    return { layout: this.#layout(layout), packages };
  }

  sandwich({ callers, callees }: SandwichCalls): SentSandwich {
    const half = ({ calls, layout }: SandwichCalls['callers']) => ({
      calls: this.#calls(calls, false),
      layout: this.#layout(layout),
    });
    return { callers: half(callers), callees: half(callees) };
  }

  places({ rows, figures, group, frame, ...rest }: PlaceRows): PlaceRows {
    const { self, total, count, calls, baseSelf, baseTotal } = figures;
    return {
      ...rest,
      ...{ rows: this.#over(rows), group: this.#kept(group), frame: this.#kept(frame) },
      figures: {
        ...{ self: this.#kept(self), total: this.#kept(total) },
        ...{ count: this.#kept(count), calls: this.#kept(calls) },
        ...(baseSelf && baseTotal
          ? { baseSelf: this.#kept(baseSelf), baseTotal: this.#kept(baseTotal) }
          : {}),
      },
    };
  }

  #over<One extends Column>(column: One): One {
    if (!isShared(column.buffer)) this.#buffers.add(column.buffer as ArrayBuffer);
    return column;
  }

  #kept<One extends Column>(column: One): One {
    return isShared(column.buffer) ? column : this.#over(column.slice() as One);
  }

  #calls({ tree, total, width, base }: Calls, early: boolean): SentCalls {
    const { frames: _, self, count, parent, frame, baseSelf, baseCount, first, length } = tree;
    const totals = early ? this.#kept(total) : this.#over(total);
    const sums = {
      total: totals,
      // Without a comparison they are one column.
      width: width === total ? totals : early ? this.#kept(width) : this.#over(width),
      ...(base ? { baseTotal: early ? this.#kept(base.total) : this.#over(base.total) } : {}),
    };
    if (tree === this.given) return sums;
    const kept = <One extends Column>(column: One): One => this.#kept(column);
    return {
      ...sums,
      tree: {
        ...{ length, self: kept(self), count: kept(count), parent: kept(parent), frame: kept(frame) },
        ...(baseSelf && baseCount ? { baseSelf: kept(baseSelf), baseCount: kept(baseCount) } : {}),
        ...(first ? { first: kept(first) } : {}),
      },
    };
  }

  #layout(layout: FlameLayout): FlameLayout {
    const { row, left, position, firstChild, levels } = layout;
    for (const column of [row, left, position, firstChild, levels]) this.#over(column);
    return layout;
  }
}
