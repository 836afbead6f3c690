import type { OpenSession } from '../../../shared/api/sessions.js';
import { type SnapshotId, snapshotId } from '../../../shared/base/brand.js';
import { printable } from '../../../shared/base/printable.js';
import { snapshotLetter } from '../../state/snapshot-letter.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Choice } from '../../widgets/choice.js';
import { momentText } from '../../widgets/numbers.js';
import { words } from './words.js';

/** Of one other session. */
const MOST_ELSEWHERE = 20;

/** Which snapshot, compared with which base, and which third one must still have what is new. */
export function SnapshotChoices({ session }: { readonly session: OpenSession }) {
  const { selection, sessions } = useWorkspace();
  const open = usePart(sessions, (state) => state.open);
  const { base, compared, third } = usePart(selection, (state) => state);
  if (!compared) return null;
  const options = session.info.snapshots.map((snapshot, index) => {
    const target = session.info.targets.find(({ id }) => id === snapshot.target);
    const many = session.info.targets.length > 1 && target && target.pid > 0;
    return {
      value: snapshotId(`${session.id}/${snapshot.id}`),
      text: `${snapshotLetter(index)} · ${momentText(snapshot.at)}${many ? ` · ${target.pid}` : ''}`,
    };
  });
  // Of another run: classes are compared by name, objects have nothing in common.
  const elsewhere = open
    .filter(({ id }) => id !== session.id)
    .flatMap(({ id, name, info }) =>
      info.snapshots.slice(-MOST_ELSEWHERE).map((snapshot) => ({
        value: snapshotId(`${id}/${snapshot.id}`),
        text: words.elsewhere(printable(name, 40), momentText(snapshot.at)),
      })),
    );
  const before = previousOf(session, compared);
  return (
    <>
      <Choice<SnapshotId>
        label={words.base}
        value={base ?? ''}
        none={words.noBase}
        options={[...options.filter(({ value }) => value !== compared), ...elsewhere]}
        onChange={(id) => selection.compare(id, compared)}
      />
      <Choice<SnapshotId>
        label={base ? words.compared : words.snapshot}
        value={compared}
        options={options}
        onChange={(id) => selection.compare(id === base ? undefined : base, id)}
      />
      {base && options.length > 2 && (
        <Choice<SnapshotId>
          label={words.third}
          value={third ?? ''}
          none={words.noThird}
          options={options.filter(({ value }) => value !== base && value !== compared)}
          onChange={selection.addThird}
        />
      )}
      {(base || before) && (
        <button
          type="button"
          className="visually-hidden"
          data-diff
          tabIndex={-1}
          onClick={() => selection.compare(base ? undefined : before, compared)}
        >
          {words.diffOff}
        </button>
      )}
    </>
  );
}

/** The snapshot of the same target before this one: what D compares with. */
function previousOf({ id, info }: OpenSession, compared: SnapshotId): SnapshotId | undefined {
  const at = info.snapshots.findIndex((one) => `${id}/${one.id}` === compared);
  const target = info.snapshots[at]?.target;
  const before = info.snapshots.slice(0, Math.max(0, at)).findLast((one) => one.target === target);
  return before && snapshotId(`${id}/${before.id}`);
}
