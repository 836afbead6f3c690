import { columnF64, columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { poll } from './poll.js';

/**
 * What each node alone keeps alive. `preorder` is depth first through the dominator tree: walked backwards, every node is
 * complete before it is added to its dominator. Four bytes a node where the whole heap is below 4 GiB.
 */
export function retainedSizes(
  size: Uint32Array | Float64Array,
  dominator: Uint32Array,
  preorder: Uint32Array,
  watch: Watch = UNWATCHED,
): Uint32Array | Float64Array {
  let total = 0;
  for (let node = 0; node < size.length; node++) {
    poll(watch, node, 0, 'retained sizes');
    total += size[node];
  }
  const retained = total <= 0xffff_ffff ? columnU32(size.length) : columnF64(size.length);
  retained.set(size);
  for (let at = preorder.length - 1; at > 0; at--) {
    poll(watch, at, preorder.length, 'retained sizes');
    const node = preorder[at];
    retained[dominator[node]] += retained[node];
  }
  return retained;
}

/** How many nodes each dominates, itself too, in the order of `preorder`. */
export function subtreeSizes(
  dominator: Uint32Array,
  preorder: Uint32Array,
  watch: Watch = UNWATCHED,
): Uint32Array {
  const place = new Uint32Array(dominator.length);
  const subtree = new Uint32Array(preorder.length).fill(1);
  for (let at = 0; at < preorder.length; at++) {
    poll(watch, at, 0, 'classes');
    place[preorder[at]] = at;
  }
  for (let at = preorder.length - 1; at > 0; at--) {
    poll(watch, at, 0, 'classes');
    subtree[place[dominator[preorder[at]]]] += subtree[at];
  }
  return subtree;
}
