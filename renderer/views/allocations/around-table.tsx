import { useMemo, useState } from 'react';
import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import { childRows } from '../../../shared/analysis/allocations/layout-children.js';
import { sandwich } from '../../../shared/analysis/allocations/sandwich.js';
import { countText } from '../../../shared/base/quantity.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import { type Calls, callsOf } from '../../calls/calls-of.js';
import { DeltaBar } from '../../widgets/delta-bar.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { deltaInUnit, exactBytes, inUnit, sizeUnit } from '../../widgets/numbers.js';
import { callName, placeText, wholePlace } from './call-figures.js';
import { words } from './words.js';

interface AroundTableProps {
  readonly tree: CallTree;
  /** Of the function that stands in the middle. */
  readonly frame: number;
  readonly measure: 'bytes' | 'count';
  readonly onSource: (frame: number) => void;
}

type Line =
  | { readonly kind: 'head'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly side: Side;
      readonly row: number;
      readonly level: number;
      readonly open?: boolean;
    };
type Side = 'callers' | 'callees';
const ROW = 23;

/** Callers above, the function, what it calls below: a table of two trees. */
export function AroundTable({ tree, frame, measure, onSource }: AroundTableProps) {
  const halves = useMemo(() => {
    const groups = frameGroups(tree.frames, 'function');
    const { callers, callees } = sandwich(tree, groups, groups.group[frame]);
    return { callers: half(callers, measure), callees: half(callees, measure) };
  }, [tree, frame, measure]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<number>();
  const lines = useMemo(() => linesOf(halves, opened), [halves, opened]);
  const { callees } = halves;
  const all = callees.calls.all;
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
        figures(line, ({ tree: shown }, row) => (
          <span className="cut" title={wholePlace(shown, shown.frame[row])}>
            <bdi className="mono">{callName(shown, shown.frame[row])}</bdi>{' '}
            {shown.frames.name[shown.frame[row]] && shown.frames.file[shown.frame[row]] && (
              <bdi className="mono about">
                {placeText(shown.frames.file[shown.frame[row]], shown.frames.line[shown.frame[row]])}
              </bdi>
            )}
          </span>
        )),
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
    const key = `${line.side} ${line.row}`;
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
        if (line?.kind === 'call') onSource(halves[line.side].calls.tree.frame[line.row]);
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

function half(tree: CallTree, measure: 'bytes' | 'count'): Half {
  const calls = callsOf(tree, measure);
  const { first, rows } = childRows(tree.parent);
  return {
    calls,
    below: (row) =>
      Array.from(rows.subarray(first[row + 1], first[row + 2])).sort(
        (a, b) => calls.width[b] - calls.width[a] || a - b,
      ),
  };
}

/** Callers from the inside out, the function, what it calls; a row opens to the next ones. */
function linesOf(
  { callers, callees }: { readonly callers: Half; readonly callees: Half },
  opened: ReadonlySet<string>,
): readonly Line[] {
  const lines: Line[] = [];
  const put = (side: Side, { below }: Half, row: number, level: number): void => {
    const children = below(row);
    const open = children.length === 0 ? undefined : opened.has(`${side} ${row}`);
    lines.push({ kind: 'call', side, row, level, ...(open === undefined ? {} : { open }) });
    if (open)
      for (const child of children) put(side, side === 'callers' ? callers : callees, child, level + 1);
  };
  const [middle] = callers.below(-1);
  const above = middle === undefined ? [] : callers.below(middle);
  lines.push({ kind: 'head', text: `${words.callers}, ${above.length}` });
  for (const row of above) put('callers', callers, row, 1);
  const [root] = callees.below(-1);
  if (root === undefined) return lines;
  lines.push({ kind: 'call', side: 'callees', row: root, level: 0 });
  const below = callees.below(root);
  lines.push({ kind: 'head', text: `${words.callees}, ${below.length}` });
  for (const row of below) put('callees', callees, row, 1);
  return lines;
}
