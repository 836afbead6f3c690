import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;
let due = false;

/**
 * Lets go of columns that nobody holds any more, when the present work is done: the collector does not see how
 * heavy they are behind their small objects.
 */
export function collectSoon(): void {
  if (due) return;
  due = true;
  setImmediate(() => {
    due = false;
    collectNow();
  });
}

/** In the middle of work, where large arrays have just been let go: a few ms, since few objects live here. */
export function collectNow(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
