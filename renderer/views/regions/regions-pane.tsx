import { Map as MapIcon, RefreshCw, SearchX } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { RegionQuery, RegionRow } from '../../../shared/api/inventory.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { isFile } from '../../../shared/model/region.js';
import { useEngine } from '../../connection/engine.js';
import { useAnswer } from '../../state/use-answer.js';
import { useInventory } from '../../state/use-inventory.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid } from '../../widgets/grid.js';
import { sizeUnit } from '../../widgets/numbers.js';
import { isCompared, ReadingBar } from '../../widgets/reading-bar.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { type By, RegionTotals, regionColumns } from './region-columns.js';
import { type RegionLine, regionLines } from './region-lines.js';
import { useOpenRegions } from './use-open-regions.js';
import { words } from './words.js';
import './regions.css';

const ROW = 23;
/** The engine's largest page: what is beyond it is found by filtering. */
const PAGE = { from: 0, count: 1000 };

/** The mappings of a process: which files and kinds of memory its RSS is, and which grew over the range. */
export function RegionsPane({ session }: { readonly session: OpenSession }) {
  const { services } = useEngine();
  const { layout } = useWorkspace();
  const { query, every, take } = useInventory(services, session);
  const [by, setBy] = useState<By>('name');
  const [text, setText] = useState('');
  const [sort, setSort] = useState<RegionQuery['sort']>();
  const [at, setAt] = useState<number>();
  const wanted = useDeferredValue(text.trim());
  const base = useMemo(
    () => ({ ...query, ...(wanted && { text: wanted }), ...(sort && { sort }), page: PAGE }),
    [query, wanted, sort],
  );
  const ask = useCallback(
    () =>
      services.inventory
        .regions(session.id, { ...base, by })
        .then((found) => ({ ...found, isFiltered: 'text' in base })),
    [services, session.id, base, by],
  );
  const { answer, trouble } = useAnswer(ask, every);
  const askInside = useCallback(
    ({ kind, name }: RegionRow) =>
      services.inventory
        .regions(session.id, {
          ...base,
          by: 'mapping',
          ...(by === 'name' && isFile(name) ? { name } : { kind, ...(by === 'name' && { name }) }),
        })
        .then(({ rows }) => rows),
    [services, session.id, base, by],
  );
  const { opened, toggle } = useOpenRegions(askInside, answer);
  const rows = answer?.rows ?? [];
  const lines = useMemo(() => regionLines(rows, opened, by !== 'mapping'), [rows, opened, by]);
  const compared = answer !== undefined && isCompared(answer);
  const unit = sizeUnit(Math.max(0, ...rows.map(({ rss }) => rss)));
  const most = compared ? Math.max(1, ...rows.map(({ delta }) => Math.abs(delta?.rss ?? 0))) : undefined;
  const columns = useMemo(() => regionColumns(by, unit, most), [by, unit, most]);
  const order = sort ?? { by: compared ? 'delta' : 'rss', descending: true };
  const line = (index: number): RegionLine | undefined => lines[index];

  const isEmpty = answer?.total === 0;
  // Nothing was read, or what was read has no mapping: that is no fault of the filter.
  if (trouble?.code === 'no-regions' || (isEmpty && !answer.isFiltered))
    return (
      <EmptyState icon={MapIcon} title={words.noTitle} text={words.noText}>
        {take ? (
          <Button kind="main" icon={RefreshCw} onClick={() => take(words.reading)}>
            {words.read}
          </Button>
        ) : (
          <Button hint="A" onClick={() => layout.show('attach')}>
            {words.record}
          </Button>
        )}
      </EmptyState>
    );
  if (trouble) return <TroubleCard {...trouble} />;
  return (
    <div className="regions column">
      <ReadingBar<By>
        by={by}
        choices={(['name', 'kind', 'mapping'] as const).map((value) => ({ value, text: words[value] }))}
        onBy={setBy}
        text={text}
        onText={setText}
        times={answer}
        onRead={take && (() => take(words.reading))}
      />
      {isEmpty ? (
        <EmptyState icon={SearchX} title={words.noMatch} text={words.noMatchText}>
          <Button onClick={() => setText('')}>{words.clear}</Button>
        </EmptyState>
      ) : (
        <Grid<RegionLine>
          label={words[by]}
          columns={columns}
          count={lines.length}
          row={line}
          rowKey={(index) => index}
          rowHeight={ROW}
          sort={order}
          onSort={(id) =>
            setSort({
              by: id as NonNullable<RegionQuery['sort']>['by'],
              descending: order.by === id ? !order.descending : id !== 'name',
            })
          }
          selected={at}
          onSelect={setAt}
          onOpen={(index) => {
            const chosen = line(index);
            if (chosen?.open !== undefined) toggle(chosen.row, !chosen.open);
          }}
          onToggle={(index, open) => {
            const chosen = line(index);
            if (chosen) toggle(chosen.row, open);
          }}
          {...(by !== 'mapping' && {
            tree: {
              column: 'name',
              level: (one: RegionLine) => one.level,
              isOpen: (one: RegionLine) => one.open,
            },
          })}
          rowClass={({ row, level }) =>
            level === 1 ? 'region-inside' : row.age === 'gone' ? 'region-gone' : undefined
          }
          footer={answer && <RegionTotals answer={answer} by={by} unit={unit} compared={compared} />}
        />
      )}
      {answer && answer.total > rows.length && (
        <p className="caveat about">{words.rows(rows.length, answer.total)}</p>
      )}
    </div>
  );
}
