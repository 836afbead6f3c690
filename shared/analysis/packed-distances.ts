import { UNWATCHED, type Watch } from '../base/watch.js';
import { NO_DISTANCE } from '../model/heap-index.js';
import { SYSTEM_DISTANCE } from './distances.js';
import { poll } from './poll.js';

/** A byte tells none, so many steps from the program's roots, so many from the system's. */
const STEPS = 126;
const FAR = 0xff;
/** With more of them than this share of the nodes nothing is won. */
const MOST_FAR = 1 / 8;

/**
 * Takes distances out of memory that is about to be used again: a byte a node, and those beyond, of long chains, in the order
 * of their nodes. What is returned makes the column of them.
 */
export function packedDistances(distance: Int32Array, watch: Watch = UNWATCHED): () => Int32Array {
  const near = new Uint8Array(distance.length);
  const far: number[] = [];
  for (let node = 0; node < distance.length; node++) {
    poll(watch, node, 0, 'distances');
    const steps = distance[node];
    if (steps >= NO_DISTANCE && steps < STEPS) near[node] = steps + 1;
    else if (steps >= SYSTEM_DISTANCE && steps < SYSTEM_DISTANCE + STEPS)
      near[node] = steps - SYSTEM_DISTANCE + STEPS + 1;
    else {
      near[node] = FAR;
      if (far.push(steps) > distance.length * MOST_FAR) return unpacked(distance);
    }
  }
  return () => {
    const whole = column(near.length);
    let next = 0;
    for (let node = 0; node < near.length; node++) {
      poll(watch, node, 0, 'distances');
      const steps = near[node];
      whole[node] =
        steps === FAR ? far[next++] : steps <= STEPS ? steps - 1 : steps - STEPS - 1 + SYSTEM_DISTANCE;
    }
    return whole;
  };
}

function unpacked(distance: Int32Array): () => Int32Array {
  const whole = column(distance.length);
  whole.set(distance);
  return () => whole;
}

const column = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(length * 4));
