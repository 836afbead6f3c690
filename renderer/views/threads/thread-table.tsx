import { Split } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import type { THREAD_SORTS, ThreadQuery, ThreadRow } from '../../../shared/api/inventory.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { countText, timeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { useInventory } from '../../state/use-inventory.js';
import type { GridColumn } from '../../widgets/grid.js';
import { Name } from '../../widgets/name.js';
import { exactBytes } from '../../widgets/numbers.js';
import { AgeMark, countColumns, InventoryTable } from './inventory-table.js';
import { words } from './words.js';

type By = ThreadQuery['by'];
type Column = GridColumn<ThreadRow>;

interface ThreadTableProps {
  readonly session: OpenSession;
  readonly tabs: ReactNode;
}

/** Threads by name, by start function or each; over a range, how many more there are. */
export function ThreadTable({ session, tabs }: ThreadTableProps) {
  const { services } = useEngine();
  const inventory = useInventory(services, session);
  const ask = useCallback(
    (query: ThreadQuery) => services.inventory.threads(session.id, query),
    [services, session.id],
  );
  return (
    <InventoryTable<ThreadRow, By, (typeof THREAD_SORTS)[number]>
      {...{ tabs, ask, ...inventory }}
      what="threads"
      icon={Split}
      choices={CHOICES}
      columns={columnsOf}
    />
  );
}

const CHOICES = ['pattern', 'start', 'thread'] as const;
const kilobytes = (bytes: number): string => (bytes === 0 ? '0' : countText(bytes / 1000));

function columnsOf(by: By, compared: boolean): readonly Column[] {
  const size = (id: 'stackSize' | 'stackRss'): Column => ({
    id,
    title: words.columns[id],
    width: '104px',
    end: true,
    sortable: true,
    about: words.about[id],
    cell: (row) => <span title={exactBytes(row[id])}>{kilobytes(row[id])}</span>,
  });
  const name: Column = {
    id: 'name',
    title: by === 'start' ? words.columns.startName : words.columns.name,
    width: 'minmax(180px, 1fr)',
    sortable: true,
    about: by === 'start' ? words.about.start : words.about.name,
    cell: (row) => (
      <span className="row cut">
        <Name text={row.name} limit={160} className="cut mono" />
        <AgeMark age={row.age} />
      </span>
    ),
  };
  const cpu: Column = {
    id: 'cpu',
    title: words.columns.cpu,
    width: '84px',
    end: true,
    sortable: true,
    about: words.about.cpu,
    cell: (row) => timeText(row.cpu),
  };
  const own = by === 'thread' ? ONE : countColumns<ThreadRow>(compared);
  return [name, ...own, cpu, size('stackSize'), size('stackRss')];
}

const ONE: readonly Column[] = [
  { id: 'id', title: words.columns.id, width: '72px', end: true, cell: ({ id }) => id },
  {
    id: 'state',
    title: words.columns.state,
    width: '84px',
    about: words.about.state,
    cell: ({ state = '' }) => <span className="support">{words.states[state] ?? state}</span>,
  },
  {
    id: 'start',
    title: words.columns.start,
    width: 'minmax(140px, 0.8fr)',
    about: words.about.start,
    cell: ({ start = '' }) => <Name text={start} limit={160} className="cut mono support" />,
  },
];
