import { useMemo, useState } from 'react';
import { functionKey } from '../../../shared/analysis/allocations/function-key.js';
import { countText } from '../../../shared/base/quantity.js';
import type { LaidCalls } from '../../calls/call-jobs.js';
import type { Calls } from '../../calls/calls-of.js';
import { DeltaBar } from '../../widgets/delta-bar.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { deltaInUnit, exactBytes, inUnit, sizeUnit } from '../../widgets/numbers.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { callName, placeBeside, wholePlace } from './call-figures.js';
import { useSandwich } from './use-sandwich.js';
import type { ShownCalls } from './use-shown-calls.js';
import { words } from './words.js';

interface AroundTableProps {
  readonly shown: ShownCalls;
  /** Of the function that stands in the middle. */
  readonly frame: number;
  readonly onSource: (frame: number) => void;
}

type Line =
  | { readonly kind: 'head'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly side: Side;
      readonly row: number;
      /** The functions from the middle to it: rows are others in the next reading. */
      readonly key: string;
      readonly level: number;
      readonly open?: boolean;
    };
type Side = 'callers' | 'callees';
const ROW = 23;

/** Callers above, the function, what it calls below: a table of two trees. */
export function AroundTable({ shown, frame, onSource }: AroundTableProps) {
  const { value, trouble, current } = useSandwich(shown, frame, 'heavy');
  const halves = useMemo(
    () => value && { callers: half(value.callers), callees: half(value.callees) },
    [value],
  );
  if (trouble) return <TroubleCard {...trouble} />;
  if (!halves)
    return (
      <p className="pane-opening about" role="status">
        {words.working}
      </p>
    );
  // What was opened around one function is not around another.
  return (
    <Around
      key={value && functionKey(value.callees.calls.tree.frames, value.frame)}
      halves={halves}
      busy={!current}
      onSource={onSource}
    />
  );
}

interface AroundProps {
  readonly halves: Readonly<Record<Side, Half>>;
  /** Another function's is on its way. */
  readonly busy: boolean;
  readonly onSource: (frame: number) => void;
}

function Around({ halves, busy, onSource }: AroundProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<number>();
  const lines = useMemo(() => linesOf(halves, opened), [halves, opened]);
  const { callees } = halves;
  const { all, measure } = callees.calls;
  const compared = callees.calls.base !== undefined;
  const unit = measure === 'bytes' ? sizeUnit(all) : undefined;
  const amount = (value: number) =>
    unit ? <span title={exactBytes(value)}>{inUnit(value, unit)}</span> : countText(value);
  const figures = (line: Line, cell: (calls: Calls, row: number) => React.ReactNode) =>
    line.kind === 'call' ? cell(halves[line.side].calls, line.row) : undefined;
  const named = (title: string): string => (unit ? `${title}, ${unit.name}` : title);
  const most = Math.abs(all - (callees.calls.baseAll ?? 0));
  const columns: readonly GridColumn<Line>[] = [
    {
      id: 'name',
      title: words.columns.function,
      width: 'minmax(140px, 1fr)',
      cell: (line) =>
        figures(line, ({ tree: shown }, row) => {
          const frame = shown.frame[row];
          return (
            <span className="cut" title={wholePlace(shown, frame)}>
              <bdi className="mono">{callName(shown, frame)}</bdi>{' '}
              <bdi className="mono about">{placeBeside(shown, frame)}</bdi>
            </span>
          );
        }),
    },
    {
      id: 'count',
      title: words.columns.count,
      width: '80px',
      end: true,
      about: words.about.count,
      cell: (line) => figures(line, ({ counts }, row) => countText(counts[row])),
    },
    {
      id: 'self',
      title: named(words.columns.self),
      width: '80px',
      end: true,
      about: words.about.self,
      cell: (line) =>
        line.kind === 'call' && line.side === 'callees'
          ? figures(line, ({ own }, row) => amount(own[row]))
          : undefined,
    },
    {
      id: 'total',
      title: named(words.columns.total),
      width: '88px',
      end: true,
      about: words.about.total,
      cell: (line) => figures(line, ({ total }, row) => amount(total[row])),
    },
    ...(compared
      ? [
          {
            id: 'delta',
            title: named(words.columns.delta),
            width: '128px',
            end: true,
            about: words.about.delta,
            cell: (line: Line) =>
              figures(line, ({ total, base }, row) => {
                const value = total[row] - (base?.total[row] ?? 0);
                return (
                  <>
                    <DeltaBar value={value} most={most} />
                    <span
                      className={`delta-number ${value > 0 ? 'grew' : value < 0 ? 'shrank' : 'about'}`}
                      title={exactBytes(value)}
                    >
                      {unit ? deltaInUnit(value, unit) : countText(value)}
                    </span>
                  </>
                );
              }),
          },
        ]
      : []),
  ];
  const toggle = (index: number, open: boolean): void => {
    const line = lines[index];
    if (line?.kind !== 'call') return;
    const { key } = line;
    setOpened((was) => {
      const next = new Set(was);
      if (open) next.add(key);
      else next.delete(key);
      return next;
    });
  };
  return (
    <Grid<Line>
      label={words.forms.sandwich}
      columns={columns}
      count={lines.length}
      row={(index) => lines[index]}
      rowKey={(index) => index}
      rowHeight={ROW}
      selected={at}
      onSelect={setAt}
      onToggle={toggle}
      onOpen={(index) => {
        const line = lines[index];
        if (line?.kind === 'call' && !busy) onSource(halves[line.side].calls.tree.frame[line.row]);
      }}
      tree={{
        column: 'name',
        level: (line) => (line.kind === 'call' ? line.level : 0),
        isOpen: (line) => (line.kind === 'call' ? line.open : undefined),
      }}
      rowClass={(line) =>
        line.kind === 'call' && line.side === 'callees' && line.level === 0 ? 'around-middle' : undefined
      }
      wide={(line) =>
        line.kind === 'head' ? <span className="support around-head">{line.text}</span> : undefined
      }
    />
  );
}

interface Half {
  readonly calls: Calls;
  below(row: number): readonly number[];
}

function half({ calls, layout }: LaidCalls): Half {
  const { row: rows, position, firstChild, levels } = layout;
  return {
    calls,
    below(row) {
      const at = row < 0 ? -1 : position[row];
      if (row >= 0 && at < 0) return [];
      // The largest stand first.
      return at < 0
        ? Array.from(rows.subarray(0, levels[1] ?? 0))
        : Array.from(rows.subarray(firstChild[at], firstChild[at + 1]));
    },
  };
}

/** Callers from the inside out, the function, what it calls; a row opens to the next ones. */
function linesOf(
  { callers, callees }: { readonly callers: Half; readonly callees: Half },
  opened: ReadonlySet<string>,
): readonly Line[] {
  const lines: Line[] = [];
  const put = (side: Side, half: Half, row: number, level: number, from: string): void => {
    const children = half.below(row);
    const { frames, frame } = half.calls.tree;
    const key = `${from}\n${functionKey(frames, frame[row])}`;
    const open = children.length === 0 ? undefined : opened.has(key);
    lines.push({ kind: 'call', side, row, key, level, ...(open === undefined ? {} : { open }) });
    if (open) for (const child of children) put(side, half, child, level + 1, key);
  };
  const [middle] = callers.below(-1);
  const above = middle === undefined ? [] : callers.below(middle);
  lines.push({ kind: 'head', text: `${words.callers}, ${above.length}` });
  for (const row of above) put('callers', callers, row, 1, 'callers');
  const [root] = callees.below(-1);
  if (root === undefined) return lines;
  lines.push({ kind: 'call', side: 'callees', row: root, key: '', level: 0 });
  const below = callees.below(root);
  lines.push({ kind: 'head', text: `${words.callees}, ${below.length}` });
  for (const row of below) put('callees', callees, row, 1, 'callees');
  return lines;
}
