import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import { poll } from './poll.js';

const [ELSEWHERE, BELOW, INSIDE] = [0, 1, 2];

/**
 * The nodes that `top` dominates and that match, without those that another of them dominates: what they keep alive has no
 * byte in common. Ascending.
 */
export function topmostRows(
  { dominator, preorder }: Pick<HeapIndex, 'dominator' | 'preorder'>,
  top: number,
  matches: (node: number) => boolean,
  watch: Watch = UNWATCHED,
): Uint32Array {
  const place = new Uint8Array(dominator.length);
  place[top] = BELOW;
  const found: number[] = [];
  // A node comes after the one that dominates it.
  for (let at = 0; at < preorder.length; at++) {
    poll(watch, at, preorder.length, 'dominators');
    const node = preorder[at];
    if (node === top || node === 0) continue;
    const above = place[dominator[node]];
    if (above === ELSEWHERE) continue;
    place[node] = above;
    if (above === BELOW && matches(node)) {
      place[node] = INSIDE;
      found.push(node);
    }
  }
  return Uint32Array.from(found).sort();
}
