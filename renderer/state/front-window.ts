import type { Keeper } from './layout.js';

const NAME = 'leakscope.front';

/**
 * Which of several windows is in front: a file that is opened from outside is shown in that one alone, the others keep
 * what they show. `id` is another for each window; `keeper` is common to all.
 */
export function frontWindow(keeper: Keeper, id: string) {
  return {
    /** This one has the focus now. */
    come: () => keeper.setItem(NAME, id),
    /** Whether it was the last that had the focus; where none ever had, each may think so. */
    isFront: (): boolean => (keeper.getItem(NAME) ?? id) === id,
  };
}
