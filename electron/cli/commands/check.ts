import { resolve } from 'node:path';
import type { Measured } from '../../../shared/api/findings.js';
import { CallEnd } from '../../../shared/base/call.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';

const SAID = { fixed: 'Fixed', 'not-fixed': 'Not fixed', 'not-enough-data': 'Not enough data' } as const;

/** Whether a finding of one session is gone in another. Exit status 3 when it is not, 1 when that cannot be told. */
export async function check(
  { api, screen, signal }: CommandContext,
  base: string,
  changed: string,
  finding: number | undefined,
): Promise<ExitStatus> {
  const call = new CallEnd(signal, ({ done, phase }) => screen.progress(done, phase));
  const first = await api.sessions.open(resolve(base), call);
  const second = await api.sessions.open(resolve(changed), call);
  const answer = await api.findings.check(first.id, second.id, { finding }, call);
  const { verdict, finding: pinned, before, after, because } = answer;
  screen.answer(answer, () =>
    [
      `${SAID[verdict]}: ${printable(pinned.title, 200)} (${pinned.rule})`,
      printable(because, 400),
      `before: ${measured(before)}`,
      `after:  ${after ? measured(after) : 'not measured'}`,
    ].join('\n'),
  );
  if (verdict === 'fixed') return 0;
  return verdict === 'not-fixed' ? 3 : 1;
}

function measured({ slope, low, high, unit }: Measured): string {
  const text = (value: number): string =>
    unit.startsWith('bytes') ? sizeText(value) : Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(0);
  return `${text(slope)} ${unit.replace(/^bytes ?/, '')} (95 %: ${text(low)} to ${text(high)})`;
}
