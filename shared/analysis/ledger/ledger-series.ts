import { LEDGER_LINES, LEDGER_PREFIX, type LEDGER_PSS_PREFIX, type Ledger } from '../../model/ledger.js';
import type { Reading } from '../../model/series.js';
import { account } from './ledger.js';

/** A ledger as one reading of its series, for a session. Lines that are 0 are written too: a 0 is a fact. */
export function ledgerReading({ entries }: Ledger): Reading {
  return Object.fromEntries(entries.map(({ id, bytes }) => [LEDGER_PREFIX + id, bytes]));
}

/** The ledger that was recorded so; undefined where there was none. RSS is the sum of its lines. */
export function ledgerFromReading(
  reading: Reading,
  prefix: typeof LEDGER_PREFIX | typeof LEDGER_PSS_PREFIX = LEDGER_PREFIX,
): Ledger | undefined {
  const entries = LEDGER_LINES.map((line) => ({
    ...line,
    bytes: reading[prefix + line.id] ?? Number.NaN,
  }));
  const known = entries.filter(({ bytes }) => Number.isFinite(bytes));
  if (known.length === 0) return undefined;
  const whole = entries.map((entry) => (Number.isFinite(entry.bytes) ? entry : { ...entry, bytes: 0 }));
  return account(
    known.reduce((sum, { bytes }) => sum + bytes, 0),
    whole,
  );
}
