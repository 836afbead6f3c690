import { useCallback, useMemo, useState } from 'react';
import type { ProcessRow } from '../../../shared/api/processes.js';
import { printable } from '../../../shared/base/printable.js';
import { useNarrow } from '../../state/use-narrow.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { isGrowing } from '../../widgets/growing.js';
import { Name } from '../../widgets/name.js';
import { exactBytes, megabytes } from '../../widgets/numbers.js';
import { RuntimeBadge } from '../../widgets/runtime-badge.js';
import { Sparkline } from '../../widgets/sparkline.js';
import { AttachState } from './attach-state.js';
import { BlockedCard } from './blocked-card.js';
import { commandWords } from './command-words.js';
import type { ProcessSort, TreeRow } from './process-tree.js';
import { words } from './words.js';

/** One process by its PID and start: a PID is used again. */
export type ProcessName = string;
export const nameOf = ({ pid, startTime }: ProcessRow): ProcessName => `${pid}/${startTime}`;

interface ProcessListProps {
  readonly rows: readonly TreeRow[];
  readonly chosen?: ProcessName;
  readonly sort: { readonly by: ProcessSort; readonly descending: boolean };
  readonly onSort: (by: ProcessSort) => void;
  readonly onChoose: (process: ProcessRow) => void;
  readonly onAttach: (process: ProcessRow, alone: boolean) => void;
  readonly onFold: (process: ProcessRow, open: boolean) => void;
}

type Line = TreeRow | { readonly card: ProcessRow };

const ROW = 24;
const CARD = 86;

export function ProcessList({ rows, chosen, sort, onSort, onChoose, onAttach, onFold }: ProcessListProps) {
  const [explained, setExplained] = useState<ProcessName>();
  const lines = useMemo(
    () =>
      rows.flatMap((row): readonly Line[] =>
        nameOf(row.process) === explained ? [row, { card: row.process }] : [row],
      ),
    [rows, explained],
  );
  const found = lines.findIndex((line) => !('card' in line) && nameOf(line.process) === chosen);
  const at = (index: number): TreeRow | undefined => {
    const line = lines[index];
    return line && !('card' in line) ? line : undefined;
  };
  const explain = useCallback((process: ProcessRow) => {
    const name = nameOf(process);
    setExplained((was) => (was === name ? undefined : name));
  }, []);
  const narrow = useNarrow();
  const columns = useMemo(() => columnsWith(explain, narrow), [explain, narrow]);
  return (
    <Grid<Line>
      label={words.question}
      columns={columns}
      count={lines.length}
      row={(index) => lines[index]}
      rowKey={(index) => {
        const line = lines[index];
        return 'card' in line ? `card ${nameOf(line.card)}` : nameOf(line.process);
      }}
      rowHeight={(index) => ('card' in lines[index] ? CARD : ROW)}
      sort={sort}
      onSort={(by) => onSort(by as ProcessSort)}
      selected={found < 0 ? undefined : found}
      onSelect={(index) => {
        const row = at(index);
        if (row) onChoose(row.process);
      }}
      onOpen={(index, alone) => {
        const row = at(index);
        if (row) onAttach(row.process, alone);
      }}
      onToggle={(index, open) => {
        const row = at(index);
        if (row) onFold(row.process, open);
      }}
      tree={{
        column: 'name',
        level: (line) => ('card' in line ? 0 : line.level),
        isOpen: (line) => ('card' in line ? undefined : line.open),
      }}
      wide={(line) => ('card' in line ? <BlockedCard process={line.card} /> : undefined)}
      rowClass={(line) => (!('card' in line) && line.passing ? 'row-passing' : undefined)}
      onKey={(event, index) => {
        const row = index === undefined ? undefined : at(index);
        if (event.key === 's' && !event.ctrlKey && !event.metaKey)
          document.querySelector<HTMLElement>('[data-first-snapshot] button')?.click();
        if (event.key === 'i' && !event.ctrlKey && !event.metaKey && row?.process.reason)
          explain(row.process);
      }}
    />
  );
}

/** Where there is little room, who owns a process is left to the search. */
const columnsWith = (explain: (process: ProcessRow) => void, narrow: boolean): readonly GridColumn<Line>[] =>
  COLUMNS.filter(({ id }) => !(narrow && id === 'user')).map(({ cell, ...column }) => ({
    ...column,
    cell: (line) => ('card' in line ? undefined : cell(line, explain)),
  }));

const COLUMNS: readonly (Omit<GridColumn<Line>, 'cell'> & {
  cell(row: TreeRow, explain: (process: ProcessRow) => void): React.ReactNode;
})[] = [
  {
    id: 'pid',
    title: words.columns.pid,
    about: words.pidAbout,
    width: '52px',
    end: true,
    sortable: true,
    cell: ({ process }) => <span className="support">{process.pid}</span>,
  },
  {
    id: 'name',
    title: words.columns.name,
    width: 'minmax(120px, 1fr)',
    sortable: true,
    cell: ({ process }) => (
      <span className="cut">
        <Name text={process.name} limit={60} className="medium" />{' '}
        <Name text={commandWords(process)} limit={160} className="about" />
      </span>
    ),
  },
  {
    id: 'runtime',
    title: words.columns.runtime,
    width: '92px',
    sortable: true,
    cell: ({ process }) => <RuntimeBadge runtime={process.runtime} />,
  },
  {
    id: 'user',
    title: words.columns.user,
    width: '72px',
    sortable: true,
    cell: ({ process }) => <Name text={process.user} limit={40} className="cut support" />,
  },
  {
    id: 'rss',
    title: words.columns.rss,
    width: '68px',
    end: true,
    sortable: true,
    about: words.rssAbout,
    cell: ({ process }) => (
      <span className={isGrowing(process.curve) ? 'grew' : undefined} title={exactBytes(process.rss)}>
        {megabytes(process.rss)}
      </span>
    ),
  },
  {
    id: 'curve',
    title: words.columns.curve,
    width: '52px',
    about: words.curveAbout,
    cell: ({ process }) => <Sparkline points={process.curve} growing={isGrowing(process.curve)} />,
  },
  {
    id: 'attach',
    title: words.columns.attach,
    width: 'minmax(150px, 0.6fr)',
    sortable: true,
    cell: ({ process }, explain) =>
      process.reason ? (
        <button
          type="button"
          tabIndex={-1}
          className="cut attach-why"
          title={process.reason && printable(process.reason, 500)}
          onClick={(event) => {
            event.stopPropagation();
            explain(process);
          }}
        >
          <AttachState process={process} />
        </button>
      ) : (
        <AttachState process={process} />
      ),
  },
];
