import { stopIfCancelled, type Watch } from '../base/watch.js';

/** Rows between two questions whether anybody still waits: a few ms of work. */
const TURNS = 0x3fff;

/** For the head of a long loop: every so many rows says how far it is and throws the Failure `cancelled` when nobody waits. */
export function poll(watch: Watch, turn: number, of: number, phase: string): void {
  if ((turn & TURNS) !== 0) return;
  stopIfCancelled(watch);
  watch.progress(of > 0 ? turn / of : undefined, phase);
}
