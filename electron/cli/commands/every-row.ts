import type { Page, Slice } from '../../../shared/api/page.js';

export interface InventoryFlags {
  readonly target?: number;
  readonly at?: number;
  readonly from?: number;
  readonly to?: number;
  /** At most so many rows; all where absent. */
  readonly top?: number;
}

const PAGE = 1000;

/** The first `top` rows of a long answer, or all of them, page by page. */
export async function everyRow<Row, Answer extends Slice<Row>>(
  top: number | undefined,
  ask: (page: Page) => Promise<Answer & Slice<Row>>,
): Promise<{ readonly rows: readonly Row[]; readonly answer: Answer }> {
  const wanted = top ?? Number.POSITIVE_INFINITY;
  const answer = await ask({ from: 0, count: Math.min(PAGE, wanted) });
  const rows = [...answer.rows];
  while (rows.length < Math.min(wanted, answer.total)) {
    const next = await ask({ from: rows.length, count: Math.min(PAGE, wanted - rows.length) });
    if (next.rows.length === 0) break;
    rows.push(...next.rows);
  }
  return { rows, answer };
}
