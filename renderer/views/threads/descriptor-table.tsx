import { Plug } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import type { DESCRIPTOR_SORTS, DescriptorQuery, DescriptorRow } from '../../../shared/api/inventory.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { useEngine } from '../../connection/engine.js';
import { useInventory } from '../../state/use-inventory.js';
import type { GridColumn } from '../../widgets/grid.js';
import { Name } from '../../widgets/name.js';
import { AgeMark, countColumns, InventoryTable } from './inventory-table.js';
import { words } from './words.js';

type By = DescriptorQuery['by'];
type Column = GridColumn<DescriptorRow>;

interface DescriptorTableProps {
  readonly session: OpenSession;
  readonly tabs: ReactNode;
}

/** What a process has open, by kind, by name or each; over a range, what was opened and not closed. */
export function DescriptorTable({ session, tabs }: DescriptorTableProps) {
  const { services } = useEngine();
  const inventory = useInventory(services, session);
  const ask = useCallback(
    (query: DescriptorQuery) => services.inventory.descriptors(session.id, query),
    [services, session.id],
  );
  return (
    <InventoryTable<DescriptorRow, By, (typeof DESCRIPTOR_SORTS)[number]>
      {...{ tabs, ask, ...inventory }}
      what="descriptors"
      icon={Plug}
      choices={CHOICES}
      columns={columnsOf}
    />
  );
}

const CHOICES = ['kind', 'name', 'descriptor'] as const;

function columnsOf(by: By, compared: boolean): readonly Column[] {
  const kind: Column = {
    id: 'kind',
    title: words.columns.kind,
    width: by === 'kind' ? 'minmax(180px, 1fr)' : '176px',
    cell: (row) => words.kinds[row.kind],
  };
  const counts = countColumns<DescriptorRow>(compared);
  if (by === 'kind') return [kind, ...counts];
  return by === 'name' ? [NAME, kind, ...counts] : [NUMBER, kind, NAME];
}

const NUMBER: Column = {
  id: 'fd',
  title: words.columns.fd,
  width: '64px',
  end: true,
  sortable: true,
  cell: ({ fd }) => fd,
};

const NAME: Column = {
  id: 'name',
  title: words.columns.open,
  width: 'minmax(200px, 1fr)',
  sortable: true,
  cell: ({ name, age }) => (
    <span className="row cut">
      <Name text={name} limit={300} className="cut mono" />
      <AgeMark age={age} />
    </span>
  ),
};
