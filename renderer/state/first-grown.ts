import type { DiffRow } from '../../shared/api/snapshots.js';
import { isBuiltIn } from './built-in.js';

/** What grows in number leads to the leak; what only holds it is on its path. The program's own before the runtime's. */
export function firstGrown(rows: readonly DiffRow[]): string | undefined {
  const growing = rows.filter(({ countDelta }) => countDelta > 0);
  return (growing.find(({ name }) => !isBuiltIn(name)) ?? growing[0] ?? rows[0])?.name;
}
