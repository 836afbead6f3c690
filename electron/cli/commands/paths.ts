import type { CutAnswer, MergedPath, WrittenAt } from '../../../shared/api/snapshots.js';
import { printable } from '../../../shared/base/printable.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';

export interface PathsOptions {
  readonly class?: string;
  readonly node?: number;
  readonly limit: number;
  readonly freed?: boolean;
}

export async function paths(
  context: CommandContext,
  file: string,
  options: PathsOptions,
): Promise<ExitStatus> {
  const { api, screen } = context;
  const { id } = await openReference(context, file);
  const found = await api.snapshots.paths(id, {
    className: options.class,
    id: options.node,
    limit: options.limit,
    freed: options.freed,
  });
  screen.answer(found, () =>
    found.length === 0 ? 'No root reaches it: it waits for the collector.' : found.map(pathText).join('\n\n'),
  );
  return 0;
}

/** From the root down, a step a line: the edge, then what it leads to. */
export function pathText(path: MergedPath): string {
  const head = `${countText(path.count)} × ${sizeText(path.retainedSize)} retained`;
  const steps = path.steps.map(
    ({ edge, name, id, place, freed }, depth) =>
      `${'  '.repeat(Math.min(depth, 20))}${printable(edge, 80)}${edge ? '  ' : ''}${printable(name, 100)}${id === undefined ? '' : ` @${id}`}${placeText(place)}${freedText(freed)}`,
  );
  return [head, ...steps].join('\n');
}

/** What cutting the step would free. */
function freedText(freed: CutAnswer | undefined): string {
  if (!freed) return '';
  if (!freed.keepsAlive) return '  [cut: frees nothing, it does not keep it alive]';
  if (freed.otherHolders > 0)
    return `  [cut: frees nothing, ${countText(freed.otherHolders)} more ${freed.otherHolders === 1 ? 'holds' : 'hold'} it]`;
  return `  [cut: frees ${sizeText(freed.bytes)}, ${countText(freed.objects)} objects]`;
}

function placeText(place: WrittenAt | undefined): string {
  if (!place || place.file.startsWith('node:')) return '';
  return `  ${printable(place.file.replace(/^file:\/\//, ''), 200)}:${place.line}`;
}
