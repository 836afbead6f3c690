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
    if (!collect) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
    }
    collect();
  });
}
