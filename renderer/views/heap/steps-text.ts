import type { CellText } from '../../widgets/cell-text.js';
import { RUNTIME_ALONE } from '../../widgets/runtime-alone.js';

/** Steps from the program's roots; none where only the runtime reaches it, or nothing. */
export function stepsText(distance: number): CellText {
  return { text: distance < 0 || distance >= RUNTIME_ALONE ? '–' : String(distance), className: 'support' };
}
