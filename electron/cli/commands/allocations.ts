import { resolve } from 'node:path';

import type { AllocationAnswer, AllocationQuery, AllocationSource } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText as bytesText, countText, deltaText, timeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { foldedStacks } from '../folded-stacks.js';

export interface AllocationFlags extends Omit<AllocationQuery, 'base'> {
  readonly base?: string;
  readonly format?: 'folded' | 'json';
  /** The list of what there is, instead of a tree. */
  readonly sources?: boolean;
}

export async function allocations(
  { api, screen }: CommandContext,
  file: string,
  { base, format, sources, ...query }: AllocationFlags,
): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  if (sources) {
    const found = await api.sessions.allocationSources(session.id);
    screen.answer(found, () => found.map(sourceText).join('\n'));
    return 0;
  }
  const against = base === undefined ? undefined : await api.sessions.open(resolve(base));
  const answer = await api.sessions.allocations(session.id, { ...query, base: against?.id });
  screen.answer(answer, () => {
    if (format === 'folded') return foldedStacks(answer).join('\n');
    return format === 'json' ? JSON.stringify(answer) : treeText(answer, against?.name ?? 'this session');
  });
  return 0;
}

/** Calls below this share of the whole are left out of the text. */
const LEAST = 0.01;
const DEEPEST = 60;

function sourceText({ id, name, kind, from, to, times, range }: AllocationSource): string {
  const when =
    range === 'none'
      ? 'one moment'
      : `${timeText(from)} to ${timeText(to)}, ${times.length} reading${times.length === 1 ? '' : 's'}`;
  return `${id}  ${kind}: ${printable(name, 200)} (${when})`;
}

function treeText(
  { nodes, bytes, samples, sentence, interval, unit, base }: AllocationAnswer,
  other: string,
): string {
  const delta = base !== undefined;
  const sizeText = unit === 'bytes' ? bytesText : countText;
  const size = (value: number): string => (delta ? deltaText(Math.round(value), sizeText) : sizeText(value));
  const whole = Math.max(1, ...nodes.filter(({ parent }) => parent < 0).map(({ total }) => Math.abs(total)));
  const depth: number[] = [];
  const lines = [
    `${size(bytes)} in ${countText(samples)} ${interval > 0 ? 'samples' : 'allocations'}. ${sentence}` +
      (interval > 0 ? ` One sample every ${bytesText(interval)}.` : ''),
    ...(base ? [`Less ${printable(other, 200)}, ${printable(base.name, 200)}: ${base.sentence}`] : []),
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
