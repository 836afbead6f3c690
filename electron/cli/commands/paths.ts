import type { MergedPath, WrittenAt } from '../../../shared/api/snapshots.js';
import { printable } from '../../../shared/base/printable.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';

export interface PathsOptions {
  readonly class?: string;
  readonly node?: number;
  readonly limit: number;
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
    ({ edge, name, id, place }, depth) =>
      `${'  '.repeat(Math.min(depth, 20))}${printable(edge, 80)}${edge ? '  ' : ''}${printable(name, 100)}${id === undefined ? '' : ` @${id}`}${placeText(place)}`,
  );
  return [head, ...steps].join('\n');
}

function placeText(place: WrittenAt | undefined): string {
  if (!place || place.file.startsWith('node:')) return '';
  return `  ${printable(place.file.replace(/^file:\/\//, ''), 200)}:${place.line}`;
}
