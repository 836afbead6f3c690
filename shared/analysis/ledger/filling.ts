/** Readings below which a shape is not told from chance. */
const LEAST_READINGS = 6;
/** Of the whole growth: so much must have come in the first half, and at most so much in the last quarter. */
const EARLY = 0.75;
const LATE = 0.08;

/**
 * Whether a growth has all but stopped by its own: a cache that has filled, a pool that has reached its size, a program
 * that has warmed up. A leak at a steady rate brings half of its growth in the first half and a quarter in the last.
 * `time` in order; NaN where there is no value.
 */
export function isFilling(time: ArrayLike<number>, value: ArrayLike<number>): boolean {
  const known: [time: number, value: number][] = [];
  for (let row = 0; row < time.length; row++)
    if (Number.isFinite(value[row])) known.push([time[row], value[row]]);
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last || known.length < LEAST_READINGS || last[1] <= first[1]) return false;
  const at = (share: number): number => {
    const wanted = first[0] + (last[0] - first[0]) * share;
    return known.findLast(([when]) => when <= wanted)?.[1] ?? first[1];
  };
  const grown = last[1] - first[1];
  return at(0.5) - first[1] >= grown * EARLY && last[1] - at(0.75) <= grown * LATE;
}
