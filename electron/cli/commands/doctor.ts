import { printable } from '../../../shared/base/printable.js';
import type { CommandContext, ExitStatus } from '../command-context.js';

export async function doctor({ api, screen }: CommandContext, pid: number | undefined): Promise<ExitStatus> {
  const checks = await api.processes.doctor(pid);
  screen.answer(checks, () =>
    checks
      .map(({ check, ok, found, fix, absent }) => {
        const sign = !ok ? '✗' : absent ? '–' : '✓';
        const line = `${sign} ${printable(check)}${found ? `: ${printable(found)}` : ''}`;
        return sign === '✓' || !fix ? line : `${line}\n    ${printable(fix, 1000)}`;
      })
      .join('\n'),
  );
  return checks.every(({ ok }) => ok) ? 0 : 1;
}
