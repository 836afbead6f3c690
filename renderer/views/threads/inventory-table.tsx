// biome-ignore-all lint/a11y/useSemanticElements: cells of a virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus
import type { LucideIcon } from 'lucide-react';
import { SearchX } from 'lucide-react';
import { type ReactNode, useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { InventoryQuery, InventoryTimes } from '../../../shared/api/inventory.js';
import type { Page, Slice, Sort } from '../../../shared/api/page.js';
import { countText } from '../../../shared/base/quantity.js';
import { useAnswer } from '../../state/use-answer.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { deltaCount } from '../../widgets/numbers.js';
import { isCompared, ReadingBar } from '../../widgets/reading-bar.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { words } from './words.js';

/** Which rows a table has. */
export type Rows = 'pattern' | 'start' | 'thread' | 'kind' | 'name' | 'descriptor';

interface Counted {
  readonly count: number;
  readonly delta?: number;
  readonly age?: 'new' | 'gone';
}

/** What is asked for: `by` which rows, the filter, the order. */
export interface Question<By extends Rows, Key extends string> extends InventoryQuery {
  readonly by: By;
  readonly text?: string;
  readonly sort?: Sort<Key>;
  readonly page: Page;
}

interface InventoryTableProps<Row extends Counted, By extends Rows, Key extends string> {
  readonly tabs: ReactNode;
  readonly what: 'threads' | 'descriptors';
  readonly icon: LucideIcon;
  readonly choices: readonly By[];
  readonly query: InventoryQuery;
  readonly every: number | undefined;
  readonly take: ((title: string) => void) | undefined;
  /** Memoised. */
  ask(
    question: Question<By, Key>,
  ): Promise<
    Slice<Row> & InventoryTimes & { readonly totals: { readonly count: number; readonly delta?: number } }
  >;
  columns(by: By, compared: boolean): readonly GridColumn<Row>[];
}

/** The engine's largest page: what is beyond it is found by filtering. */
const PAGE = { from: 0, count: 1000 };

/** Rows of one part of an inventory: grouped or each, sorted, filtered, compared over the range. */
export function InventoryTable<Row extends Counted, By extends Rows, Key extends string>(
  props: InventoryTableProps<Row, By, Key>,
) {
  const { tabs, what, choices, query, every, take, ask, columns } = props;
  const { layout } = useWorkspace();
  const [by, setBy] = useState<By>(choices[0]);
  const [text, setText] = useState('');
  const [sort, setSort] = useState<Sort<Key>>();
  const [at, setAt] = useState<number>();
  const wanted = useDeferredValue(text.trim());
  const question = useCallback(
    () =>
      ask({ ...query, by, ...(wanted && { text: wanted }), ...(sort && { sort }), page: PAGE }).then(
        (found) => ({ ...found, isFiltered: wanted !== '' }),
      ),
    [ask, query, by, wanted, sort],
  );
  const { answer, trouble } = useAnswer(question, every);
  const compared = answer !== undefined && isCompared(answer);
  const shown = useMemo(() => columns(by, compared), [columns, by, compared]);
  const order = sort ?? { by: compared ? 'delta' : 'count', descending: true };
  const isEmpty = answer?.total === 0;
  const isFiltered = answer?.isFiltered === true;
  const empty =
    // Nothing was read, or what was read has none of it: that is no fault of the filter.
    trouble?.code === `no-${what}` || (isEmpty && !isFiltered) ? (
      <EmptyState icon={props.icon} title={words.noTitle} text={words.noText}>
        {take ? (
          <Button kind="main" onClick={() => take(words.reading)}>
            {words.read}
          </Button>
        ) : (
          <Button hint="A" onClick={() => layout.show('attach')}>
            {words.record}
          </Button>
        )}
      </EmptyState>
    ) : trouble ? (
      <TroubleCard {...trouble} />
    ) : isEmpty ? (
      <EmptyState icon={SearchX} title={words.noMatch} text={words.noMatchText}>
        <Button onClick={() => setText('')}>{words.clear}</Button>
      </EmptyState>
    ) : undefined;
  return (
    <>
      <ReadingBar<By>
        {...{ tabs, by, text }}
        choices={choices.map((value) => ({ value, text: words[value] }))}
        onBy={setBy}
        onText={setText}
        times={answer}
        onRead={take && (() => take(words.reading))}
      />
      {empty ?? (
        <Grid<Row>
          label={words[what]}
          columns={shown}
          count={answer?.rows.length ?? 0}
          row={(index) => answer?.rows[index]}
          rowKey={(index) => index}
          rowHeight={23}
          sort={order}
          onSort={(id) =>
            setSort({ by: id as Key, descending: order.by === id ? !order.descending : id !== 'name' })
          }
          selected={at}
          onSelect={setAt}
          rowClass={({ age }) => (age === 'gone' ? 'thread-gone' : undefined)}
          footer={
            answer && (
              <span role="gridcell" className="cut threads-total">
                {words.total(answer.totals.count, what)}
                {compared && ` (${deltaCount(answer.totals.delta ?? 0)})`}
              </span>
            )
          }
        />
      )}
      {answer && answer.total > answer.rows.length && (
        <p className="caveat about">{words.more(answer.rows.length, answer.total)}</p>
      )}
    </>
  );
}

/** How many there are of a row; of a comparison also how many more. */
export function countColumns<Row extends Counted>(compared: boolean): readonly GridColumn<Row>[] {
  const shared = { end: true, sortable: true } as const;
  const count: GridColumn<Row> = {
    ...{ ...shared, id: 'count', title: words.columns.count, width: '80px', about: words.about.count },
    cell: (row) => countText(row.count),
  };
  const delta: GridColumn<Row> = {
    ...{ ...shared, id: 'delta', title: words.columns.delta, width: '88px', about: words.about.delta },
    cell: (row) => <CountDelta value={row.delta ?? 0} />,
  };
  return compared ? [count, delta] : [count];
}

/** How many more or fewer of a row there are. */
function CountDelta({ value }: { readonly value: number }) {
  return <span className={value > 0 ? 'grew' : value < 0 ? 'shrank' : 'about'}>{deltaCount(value)}</span>;
}

/** Came or went over the range. */
export function AgeMark({ age }: { readonly age: 'new' | 'gone' | undefined }) {
  if (!age) return null;
  const fresh = age === 'new';
  return <span className={`thread-age ${fresh ? 'grew' : 'about'}`}>{fresh ? words.fresh : words.gone}</span>;
}
