import { TextQuote } from 'lucide-react';
import { useMemo } from 'react';
import type { Page } from '../../../shared/api/page.js';
import type { StringRow } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { usePages } from '../../state/use-pages.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { nameText } from '../../widgets/name-text.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { words } from './words.js';

/** Texts that stand in the heap more than once. */
export function StringTable({ snapshot }: { readonly snapshot: SnapshotId }) {
  const { services } = useEngine();
  const ask = useMemo(() => (page: Page) => services.snapshots.strings(snapshot, page), [services, snapshot]);
  const pages = usePages<StringRow>(ask);
  if (pages.trouble) return <TroubleCard {...pages.trouble} />;
  if (pages.total === 0) return <EmptyState icon={TextQuote} title={words.noStrings} text="" />;
  return (
    <Grid<StringRow>
      label={words.strings}
      columns={COLUMNS}
      count={pages.total ?? 0}
      row={pages.row}
      rowKey={(index) => index}
      rowHeight={23}
      onVisible={pages.ensure}
    />
  );
}

const COLUMNS: readonly GridColumn<StringRow>[] = [
  {
    id: 'text',
    title: words.columns.text,
    width: 'minmax(200px, 1fr)',
    cell: ({ text }) => nameText(text, 200, 'mono'),
  },
  {
    id: 'count',
    title: words.columns.copies,
    width: '90px',
    end: true,
    cell: ({ count }) => countText(count),
  },
  { id: 'size', title: words.columns.size, width: '100px', end: true, cell: ({ size }) => sizeText(size) },
  {
    id: 'saving',
    title: words.columns.saving,
    width: '120px',
    end: true,
    about: words.about.saving,
    cell: ({ saving }) => sizeText(saving),
  },
];
