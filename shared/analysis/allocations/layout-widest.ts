import { type CallOrder, type FlameLayout, layLevels } from './layout-levels.js';

/**
 * The calls that weigh at least `share` of all, where they stand among themselves: what can be seen of everything before
 * the rest is laid out. A caller is as wide as what it calls, so none hangs in the air. Smaller ones have no position.
 */
export function layWidest(
  { parent, first }: { readonly parent: Int32Array; readonly first?: Float64Array },
  width: Float64Array,
  order: CallOrder,
  share: number,
): FlameLayout {
  let total = 0;
  for (let row = 0; row < parent.length; row++) if (parent[row] < 0 && width[row] > 0) total += width[row];
  const least = total * share;
  let count = 0;
  for (let row = 0; row < parent.length; row++) if (width[row] >= least) count++;
  const kept = new Uint32Array(count);
  const place = new Int32Array(parent.length);
  const callers = new Int32Array(count);
  const widths = new Float64Array(count);
  const firsts = first && new Float64Array(count);
  let at = 0;
  for (let row = 0; row < parent.length; row++) {
    if (!(width[row] >= least)) continue;
    place[row] = at;
    kept[at] = row;
    callers[at] = parent[row] < 0 ? -1 : place[parent[row]];
    widths[at] = width[row];
    if (firsts && first) firsts[at] = first[row];
    at++;
  }
  const layout = layLevels({ parent: callers, ...(firsts ? { first: firsts } : {}) }, widths, order);
  const position = place.fill(-1);
  for (let row = 0; row < count; row++) position[kept[row]] = layout.position[row];
  return { ...layout, row: layout.row.map((row) => kept[row]), position };
}
