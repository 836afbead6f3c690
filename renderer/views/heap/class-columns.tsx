// biome-ignore-all lint/a11y/useSemanticElements: cells of a virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus
import type { ReactNode } from 'react';
import type { DiffAnswer, DiffBy } from '../../../shared/api/snapshots.js';
import { countText } from '../../../shared/base/quantity.js';
import type { CellContent, CellText } from '../../widgets/cell-text.js';
import { DeltaBar } from '../../widgets/delta-bar.js';
import type { GridColumn } from '../../widgets/grid.js';
import { nameText } from '../../widgets/name-text.js';
import { deltaCount, deltaInUnit, exactBytes, inUnit, type SizeUnit } from '../../widgets/numbers.js';
import { type HeapLine, isDiffRow } from './heap-lines.js';
import { stepsText } from './steps-text.js';
import { words } from './words.js';

const tone = (value: number): string | undefined => (value > 0 ? 'grew' : value < 0 ? 'shrank' : 'about');

function nameCell(line: HeapLine): CellContent {
  if (line.kind !== 'class') return undefined;
  const { row } = line;
  if (!isDiffRow(row)) return nameText(row.name, 400, 'mono');
  if (row.runtime) return { ...nameText(row.name, 400, 'mono about'), title: words.ofRuntime };
  return nameText(row.path === undefined ? row.name : fromBelow(row.name), 400, 'mono');
}

/** What is held comes first, then its holders: paths differ at that end, and the other is cut off in a column. */
function fromBelow(path: string): string {
  return path.split(' › ').reverse().join(' ‹ ');
}

/** One snapshot: count, self, retained. */
export function classColumns(unit: SizeUnit): readonly GridColumn<HeapLine>[] {
  const size = (bytes: number): CellText => ({ text: inUnit(bytes, unit), title: exactBytes(bytes) });
  return [
    { id: 'name', title: words.columns.name, width: 'minmax(180px, 1fr)', sortable: true, cell: nameCell },
    {
      id: 'distance',
      title: words.columns.distance,
      width: '48px',
      end: true,
      sortable: true,
      about: words.about.distance,
      cell: (line) =>
        line.kind === 'more' || 'countDelta' in line.row ? undefined : stepsText(line.row.distance),
    },
    {
      id: 'count',
      title: words.columns.count,
      about: words.about.count,
      width: '88px',
      end: true,
      sortable: true,
      cell: (line) => (line.kind === 'class' && !isDiffRow(line.row) ? countText(line.row.count) : undefined),
    },
    {
      id: 'selfSize',
      title: `${words.columns.self}, ${unit.name}`,
      width: '96px',
      end: true,
      sortable: true,
      about: words.about.self,
      cell: (line) => {
        return line.kind === 'class' && !isDiffRow(line.row) ? size(line.row.selfSize) : undefined;
      },
    },
    {
      id: 'retainedSize',
      title: `${words.columns.retained}, ${unit.name}`,
      width: '104px',
      end: true,
      sortable: true,
      about: words.about.retained,
      cell: (line) => {
        return line.kind === 'class' && !isDiffRow(line.row) ? size(line.row.retainedSize) : undefined;
      },
    },
  ];
}

/** Two snapshots: what came, what went, what that makes; survivors and retained are told of classes. `most` are the largest changes, for the bars. */
export function diffColumns(
  unit: SizeUnit,
  most: { readonly size: number; readonly retained: number },
  by: DiffBy,
): readonly GridColumn<HeapLine>[] {
  const count = (
    id: 'addedCount' | 'removedCount' | 'survivedCount',
    title: string,
    about: string,
  ): GridColumn<HeapLine> => ({
    id,
    title,
    width: 'minmax(56px, 0.16fr)',
    end: true,
    sortable: true,
    about,
    cell: (line) =>
      line.kind === 'class' && isDiffRow(line.row)
        ? {
            text: countText(line.row[id]),
            className: line.row[id] === 0 || id === 'survivedCount' ? 'about' : undefined,
          }
        : undefined,
  });
  const delta = (
    id: 'sizeDelta' | 'retainedDelta',
    title: string,
    largest: number,
    about: string,
  ): GridColumn<HeapLine> => ({
    id,
    title: `${title}, ${unit.name}`,
    width: id === 'sizeDelta' ? 'minmax(88px, 0.34fr)' : 'minmax(114px, 0.36fr)',
    end: true,
    sortable: true,
    about,
    cell: (line) => {
      if (line.kind !== 'class' || !isDiffRow(line.row)) return undefined;
      const value = line.row[id];
      if (value === undefined) return <span className="about">–</span>;
      const text = deltaInUnit(value, unit);
      return (
        <>
          <DeltaBar value={value} most={largest} />
          <span
            className={`delta-number ${/[1-9]/.test(text) ? tone(value) : 'about'}`}
            title={exactBytes(value)}
          >
            {text}
          </span>
        </>
      );
    },
  });
  const name: GridColumn<HeapLine> = {
    ...{ id: 'name', title: words.rowOf[by], width: 'minmax(140px, 1fr)', sortable: true },
    cell: nameCell,
  };
  const figures: readonly GridColumn<HeapLine>[] = [
    count('addedCount', words.columns.added, words.about.added),
    count('removedCount', words.columns.removed, words.about.removed),
    ...(by === 'class' || by === 'module' || by === 'package'
      ? [count('survivedCount', words.columns.survived, words.about.survived)]
      : []),
    {
      id: 'countDelta',
      title: words.columns.deltaCount,
      about: words.about.deltaCount,
      width: 'minmax(66px, 0.18fr)',
      end: true,
      sortable: true,
      cell: (line) =>
        line.kind === 'class' && isDiffRow(line.row)
          ? { text: deltaCount(line.row.countDelta), className: tone(line.row.countDelta) }
          : undefined,
    },
    delta('sizeDelta', words.columns.deltaSize, most.size, words.about.self),
    ...(by === 'class'
      ? [delta('retainedDelta', words.columns.deltaRetained, most.retained, words.about.deltaRetained)]
      : []),
  ];
  return [name, ...figures];
}

/** The last line: sums over all rows, in the order of the columns. */
export function DiffTotals({
  answer,
  unit,
  by,
  slim,
  children,
}: {
  readonly answer: DiffAnswer;
  readonly unit: SizeUnit;
  readonly by: DiffBy;
  readonly slim: boolean;
  /** Beside how many there are. */
  readonly children?: ReactNode;
}) {
  const { totals } = answer;
  const all = words.all(countText(answer.total), (answer.total === 1 ? words.rowOf : words.rowsOf)[by]);
  const ofClasses = by === 'class';
  const sums: readonly Sum[] = [
    { text: countText(totals.addedCount) },
    { text: countText(totals.removedCount) },
    ...(ofClasses ? [{ text: countText(totals.survivedCount) }] : []),
    { text: deltaCount(totals.countDelta), look: tone(totals.countDelta) },
    {
      text: deltaInUnit(totals.sizeDelta, unit),
      look: tone(totals.sizeDelta),
      about: exactBytes(totals.sizeDelta),
    },
    ...(ofClasses ? [{ text: words.notAdditive, look: 'about', about: words.about.deltaRetained }] : []),
  ];
  return (
    <>
      <span role="gridcell" className="row">
        <span className="cut">{slim && children ? words.allShort : all}</span>
        {children}
      </span>
      {(slim ? sums.toReversed() : sums).map(({ text, look, about }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sum is known by its column
        <span key={index} role="gridcell" className={`number ${look ?? ''}`} title={about}>
          {text}
        </span>
      ))}
    </>
  );
}

interface Sum {
  readonly text: string;
  readonly look?: string;
  readonly about?: string;
}
