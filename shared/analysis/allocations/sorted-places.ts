import type { PlaceFigures } from './by-place.js';
import type { FrameGroups } from './frame-groups.js';

export const PLACE_COLUMNS = ['name', 'self', 'total', 'share', 'count', 'calls', 'delta'] as const;

export interface PlaceSort {
  readonly by: (typeof PLACE_COLUMNS)[number];
  readonly descending: boolean;
}

/** Places that anything is called in, in their order; with `matched`, by frame, only those with a frame of these. */
export function sortedPlaces(
  { count, group, name }: FrameGroups,
  figures: PlaceFigures,
  { by, descending }: PlaceSort,
  { matched, named = false }: { readonly matched?: Uint8Array; readonly named?: boolean } = {},
): Uint32Array<ArrayBuffer> {
  const kept = new Uint8Array(count);
  for (let frame = 0; frame < group.length; frame++)
    if (!matched || matched[frame] === 1) kept[group[frame]] = 1;
  const rows: number[] = [];
  for (let place = 0; place < count; place++)
    if (kept[place] === 1 && figures.calls[place] > 0 && !(named && name[place] === '')) rows.push(place);
  const sign = descending ? -1 : 1;
  if (by === 'name') {
    const { compare } = new Intl.Collator();
    return Uint32Array.from(rows.sort((a, b) => sign * compare(name[a], name[b]) || a - b));
  }
  const { total, baseTotal } = figures;
  const value = by === 'delta' ? total.map((one, place) => one - (baseTotal?.[place] ?? 0)) : undefined;
  const key = value ?? figures[by === 'share' || by === 'delta' ? 'total' : by];
  return Uint32Array.from(rows).sort((a, b) => sign * (key[a] - key[b]) || a - b);
}
