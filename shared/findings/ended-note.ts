import { countText } from '../base/quantity.js';
import type { GrowingHolder } from './growing-holders.js';
import type { Note } from './rule.js';
import { shortened } from './shortened.js';

/** Of a collection that grew between two snapshots, where the recording contradicts that it goes on. */
export function endedNote({ container, paths: [{ count, row }] }: GrowingHolder): Note {
  return {
    kind: 'not-a-leak',
    text: `${shortened(container.path)} grew by ${countText(count)} ${shortened(row.name)} and then no more, or hardly: a cache that filled, or warm-up.`,
    pin: `container:${container.path}`,
  };
}
