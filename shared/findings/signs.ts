import { countText } from '../base/quantity.js';
import type { Sign, SourcePlace } from '../model/finding.js';
import type { DiffRow } from '../model/snapshot-rows.js';
import type { Evidence, FoundPlace, SourcedPath } from './evidence.js';

/** What the snapshots count of a class; `here`: so many of the new are in what is told. */
export function classSign(
  { heap }: Evidence,
  { name, addedCount, removedCount }: DiffRow,
  here?: number,
): Sign {
  const others = here !== undefined && here < addedCount ? ` Of the new, ${countText(here)} are here.` : '';
  return {
    text: `${name}: ${countText(addedCount)} new, ${countText(removedCount)} gone between the first and the last snapshot.${others}`,
    ...(heap && { snapshots: heap.snapshots }),
    className: name,
  };
}

/** One of the objects, by its id, for a look at it. */
export function objectSign({ heap }: Evidence, { row, steps, count }: SourcedPath): readonly Sign[] {
  const object = steps.at(-1)?.id;
  if (!heap || object === undefined) return [];
  return [
    {
      text: `One of the ${countText(count)}: @${object}.`,
      snapshots: [heap.snapshots[1]],
      className: row.name,
      object,
    },
  ];
}

export const placeSign = (place: FoundPlace | undefined): readonly Sign[] =>
  place ? [{ text: `Line: ${place.how}.` }] : [];

/** Without what only our search knows. */
export const located = (place: SourcePlace | undefined): { readonly location?: SourcePlace } =>
  place
    ? {
        location: {
          file: place.file,
          line: place.line,
          ...(place.function !== undefined && { function: place.function }),
        },
      }
    : {};

/** Seconds between the two snapshots; never 0. */
export const seconds = ({ heap }: Evidence): number => Math.max(1000, heap?.span ?? 0) / 1000;
