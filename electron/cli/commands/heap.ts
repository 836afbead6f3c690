import { countText, sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';
import { textTable } from '../text-table.js';

export interface HeapOptions {
  readonly top: number;
  readonly match?: string;
  readonly class?: string;
  readonly minSize?: number;
  readonly maxDistance?: number;
}

export async function heap(
  context: CommandContext,
  file: string,
  { top, match, class: className, minSize, maxDistance }: HeapOptions,
): Promise<ExitStatus> {
  const { api, screen } = context;
  const { id } = await openReference(context, file);
  const { nodes, edges, totalSize, timings } = await api.snapshots.summary(id);
  const { rows } = await api.snapshots.classes(id, {
    filter: { text: match, className, minSize, maxDistance },
    sort: { by: 'retainedSize', descending: true },
    page: { from: 0, count: top },
  });
  const classes = rows.map(({ name, count, selfSize, retainedSize }) => ({
    name,
    count,
    selfSize,
    retainedSize,
  }));
  screen.answer({ nodes, edges, totalSize, classes, timings }, () =>
    [
      `${countText(nodes)} objects, ${countText(edges)} references, ${sizeText(totalSize)}`,
      textTable(classes, [
        { head: 'COUNT', cell: (c) => countText(c.count), align: 'right' },
        { head: 'SELF', cell: (c) => sizeText(c.selfSize), align: 'right' },
        { head: 'RETAINED', cell: (c) => sizeText(c.retainedSize), align: 'right' },
        { head: 'CLASS', cell: (c) => c.name, width: 100 },
      ]),
    ].join('\n'),
  );
  return 0;
}
