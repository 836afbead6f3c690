import { SearchX, TextQuote } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Page } from '../../../shared/api/page.js';
import type { StringFilter, StringQuery, StringRow } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { usePages } from '../../state/use-pages.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { nameText } from '../../widgets/name-text.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { useSlimColumns } from './use-slim-columns.js';
import { words } from './words.js';

interface StringTableProps {
  readonly snapshot: SnapshotId;
  readonly filter: StringFilter;
  readonly onClear: () => void;
}

type Order = NonNullable<StringQuery['sort']>;

/** Texts that stand in the heap more than once. */
export function StringTable({ snapshot, filter, onClear }: StringTableProps) {
  const { services } = useEngine();
  const [sort, setSort] = useState<Order>({ by: 'saving', descending: true });
  const ask = useMemo(
    () => (page: Page) => services.snapshots.strings(snapshot, { ...page, filter, sort }),
    [services, snapshot, filter, sort],
  );
  const pages = usePages<StringRow>(ask);
  const columns = useSlimColumns(COLUMNS);
  if (pages.trouble) return <TroubleCard {...pages.trouble} />;
  if (pages.total === 0 && (filter.text || filter.minSize !== undefined))
    return (
      <EmptyState icon={SearchX} title={words.noString} text={words.noRowsAbout}>
        <Button onClick={onClear}>{words.clear}</Button>
      </EmptyState>
    );
  if (pages.total === 0) return <EmptyState icon={TextQuote} title={words.noStrings} text="" />;
  return (
    <Grid<StringRow>
      label={words.strings}
      columns={columns}
      count={pages.total ?? 0}
      row={pages.row}
      rowKey={(index) => index}
      rowHeight={23}
      sort={sort}
      onSort={(id) =>
        setSort({ by: id as Order['by'], descending: sort.by === id ? !sort.descending : true })
      }
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
    sortable: true,
    cell: ({ count }) => countText(count),
  },
  {
    id: 'size',
    title: words.columns.size,
    width: '100px',
    end: true,
    sortable: true,
    cell: ({ size }) => sizeText(size),
  },
  {
    id: 'saving',
    title: words.columns.saving,
    width: '120px',
    end: true,
    sortable: true,
    about: words.about.saving,
    cell: ({ saving }) => sizeText(saving),
  },
];
