import type { LedgerAnswer } from '../../shared/api/sessions.js';
import { BESIDE_LINES, type BesideLine } from '../../shared/model/ledger-beside.js';
import type { Entry } from './session-entry.js';

/** Read every few seconds, or ever more seldom: the last reading so many ms before a time stands for it. */
const REACH = 60_000;
const POINTS = 2000;

/** What stands beside the accounts of processes, added up; with `from` what each grew by. Absent where nothing was read. */
export function ledgerBeside(
  entry: Entry,
  targets: readonly number[],
  end: number,
  from: number | undefined,
): Pick<LedgerAnswer, 'beside'> {
  const lines = BESIDE_LINES.flatMap((line: BesideLine) => {
    const at = (time: number): number | undefined => {
      const known = targets
        .map((target) => near(entry, target, line.id, time))
        .filter((one) => one !== undefined);
      if (known.length === 0) return undefined;
      // Processes of one tree are in one group mostly: the largest stands for it.
      return line.ofGroup ? Math.max(...known) : known.reduce((sum, bytes) => sum + bytes, 0);
    };
    const bytes = at(end);
    if (bytes === undefined) return [];
    const before = from === undefined ? undefined : at(from);
    const { ofGroup: _, ...shown } = line;
    return [{ ...shown, bytes, ...(before !== undefined && { delta: bytes - before }) }];
  });
  return lines.length > 0 ? { beside: lines } : {};
}

/** The last reading at or before a time, else the first after it. */
function near(entry: Entry, target: number, name: string, time: number): number | undefined {
  const read = (from: number, to: number) =>
    entry.series({ target, names: [name], from, to, points: POINTS })[0]?.max;
  return (
    read(Math.max(0, time - REACH), time)?.findLast(Number.isFinite) ??
    read(time, time + REACH)?.find(Number.isFinite)
  );
}
