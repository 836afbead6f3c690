import type { OpenSession } from '../../../shared/api/sessions.js';
import type { DiffRow } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { snapshotLetter } from '../../state/snapshot-letter.js';
import { useWorkspace } from '../../state/workspace.js';
import { DeltaBar } from '../../widgets/delta-bar.js';
import { Name } from '../../widgets/name.js';
import { deltaCount, deltaInUnit, exactBytes, sizeUnit } from '../../widgets/numbers.js';
import { words } from './words.js';

interface GrownListProps {
  readonly session: OpenSession;
  readonly base: SnapshotId;
  readonly compared: SnapshotId;
  /** At least one. */
  readonly rows: readonly DiffRow[];
  readonly chosen?: string;
  /** Absent: a click goes to the class in the heap, as a double click does. */
  readonly onChoose?: (name: string) => void;
}

/** The classes that grew most between two snapshots, with what each retains more. */
export function GrownList({ session, base, compared, rows, chosen, onChoose }: GrownListProps) {
  const { selection, layout } = useWorkspace();
  const open = (name: string): void => {
    selection.pointAtClass(name);
    layout.openPane('heap');
  };
  const grown = ({ retainedDelta, sizeDelta }: DiffRow): number => retainedDelta ?? sizeDelta;
  const most = Math.max(...rows.map(grown));
  const unit = sizeUnit(most);
  const letter = (id: SnapshotId): string =>
    snapshotLetter(session.info.snapshots.findIndex((one) => `${session.id}/${one.id}` === id));
  return (
    <>
      <header className="row overview-head">
        <h3 className="strong">{words.grew}</h3>
        <span className="about cut">{words.grewBetween(letter(base), letter(compared))}</span>
        <span className="grow" />
        <span className="about" title={words.grewAbout}>
          {words.count} · {words.retained}, {unit.name}
        </span>
      </header>
      <ul className="grown" title={words.grewAbout}>
        {rows.map((row) => (
          <li key={row.name}>
            <button
              type="button"
              className="grown-row"
              aria-current={row.name === chosen}
              onClick={() => (onChoose ?? open)(row.name)}
              onDoubleClick={() => open(row.name)}
            >
              <Name text={row.name} limit={80} className="mono cut grow" />
              <span className="support number">{deltaCount(row.countDelta)}</span>
              <DeltaBar value={grown(row)} most={most} />
              <span className="grew number grown-size" title={exactBytes(grown(row))}>
                {deltaInUnit(grown(row), unit)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
