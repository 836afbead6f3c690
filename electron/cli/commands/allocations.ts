import { resolve } from 'node:path';

import type { AllocationAnswer, AllocationQuery } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { countText, deltaText, sizeText, timeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { foldedStacks } from '../folded-stacks.js';

export interface AllocationFlags extends Omit<AllocationQuery, 'base'> {
  readonly base?: string;
  readonly format?: 'folded' | 'json';
}

export async function allocations(
  { api, screen }: CommandContext,
  file: string,
  { base, format, ...query }: AllocationFlags,
): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  const against = base === undefined ? undefined : await api.sessions.open(resolve(base));
  const answer = await api.sessions.allocations(session.id, { ...query, base: against?.id });
  screen.answer(answer, () => {
    if (format === 'folded') return foldedStacks(answer).join('\n');
    return format === 'json' ? JSON.stringify(answer) : treeText(answer, against !== undefined);
  });
  return 0;
}

/** Calls below this share of the whole are left out of the text. */
const LEAST = 0.01;
const DEEPEST = 60;

function treeText({ nodes, bytes, samples, from, to, interval }: AllocationAnswer, delta: boolean): string {
  const size = (value: number): string => (delta ? deltaText(Math.round(value), sizeText) : sizeText(value));
  const whole = Math.max(1, ...nodes.filter(({ parent }) => parent < 0).map(({ total }) => Math.abs(total)));
  const depth: number[] = [];
  const lines = [
    `${size(bytes)} in ${countText(samples)} samples, allocated from ${timeText(from)} to ${timeText(to)} and held then` +
      (interval > 0 ? `; one sample every ${sizeText(interval)}` : ''),
    `${'TOTAL'.padStart(11)}  ${'SELF'.padStart(11)}  CALL`,
  ];
  for (const { parent, total, self, function: name, file, line } of nodes) {
    const level = parent < 0 ? 0 : depth[parent] + 1;
    depth.push(level);
    if (Math.abs(total) < whole * LEAST || level > DEEPEST) continue;
    const place = file === '' ? '' : `  ${file}${line > 0 ? `:${line}` : ''}`;
    const call = printable(`${name || '(anonymous)'}${place}`, 300);
    lines.push(`${size(total).padStart(11)}  ${size(self).padStart(11)}  ${' '.repeat(level)}${call}`);
  }
  return lines.join('\n');
}
