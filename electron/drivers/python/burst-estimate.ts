import type { AllocationTable } from '../../../shared/model/allocation-table.js';

/** How a sampling by bursts stands: seconds in bursts and in all, and by how many blocks of pymalloc's the program has grown. */
export interface BurstFigures {
  readonly on: number;
  readonly whole: number;
  readonly bursts: number;
  readonly blocks: number;
}

/**
 * What was traced in bursts, each row as what it stands for. Every block had the same chance to be traced when it was made, and what is freed
 * is always told: so the growth of the program in blocks over the blocks of that size that are traced and alive is what one stands
 * for. Where there is no growth to go by, it is the share of the time: too little, as a traced program does less in a burst.
 * `small`: blocks of each row that pymalloc serves.
 */
export function burstEstimate(
  table: AllocationTable,
  small: Float64Array,
  { on, whole, blocks }: BurstFigures,
): AllocationTable {
  const byTime = on > 0 ? Math.max(1, whole / on) : 1;
  const seen = small.reduce((sum, each) => sum + each, 0);
  const byGrowth = seen >= ENOUGH ? blocks / seen : 0;
  const each = Math.min(byTime * SLOWEST, Math.max(byTime, byGrowth));
  const { count, weight } = table;
  // Few large blocks say nothing of others: a list that grew is traced anew, and what was moved past tracemalloc stays in it.
  const factor = weight.map((bytes, row) => {
    const blocks = count?.[row] ?? 1;
    if (bytes / blocks <= LARGE) return each;
    return blocks > FEW ? byTime : 1;
  });
  const times = (column: Float64Array): Float64Array =>
    column.map((value, row) => Math.round(value * (factor[row] as number)));
  return { ...table, weight: times(weight), ...(count && { count: times(count) }) };
}

/** Fewer blocks tell the factor to no better than a tenth. */
const ENOUGH = 100;
/** How many times slower tracing was measured to make a loop that only allocates, against one between two bursts. */
const SLOWEST = 64;
/** Bytes: what malloc maps by itself. `traces.py` gives larger ones rows of their own. Making one costs far more than tracing it. */
const LARGE = 128 << 10;
const FEW = 3;
