import { idLookup, NOBODY } from '../../analysis/id-lookup.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { entriesOf } from './members.js';

/** How much each of these objects holds, by their ids; -1 where the heap has none of that id. */
export function heldEntries(index: HeapIndex, objects: readonly number[]): readonly number[] {
  const look = idLookup(index.graph.id);
  return objects.map((id) => {
    const node = look(id);
    return node === NOBODY ? -1 : entriesOf(index, node);
  });
}
