import { Plus } from 'lucide-react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { type SnapshotId, snapshotId } from '../../../shared/base/brand.js';
import { countText, timeText } from '../../../shared/base/quantity.js';
import { snapshotLetter } from '../../state/snapshot-letter.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { momentText } from '../../widgets/numbers.js';
import { words } from './words.js';

/** The snapshots of the session. Click: compared. Shift-click: base. */
export function SnapshotList({ session }: { readonly session: OpenSession }) {
  const { selection, commands, layout } = useWorkspace();
  const { base, compared, target } = usePart(selection, (state) => state);
  const { snapshots, targets } = session.info;
  const choose = (id: SnapshotId, asBase: boolean): void => {
    if (asBase) selection.compare(id === base ? undefined : id, compared);
    else selection.compare(id === base ? undefined : base, id);
    if (!asBase) layout.openPane('heap');
  };
  return (
    <section className="rail-section" aria-label={words.snapshots}>
      <header className="rail-head">
        <h2>
          {words.snapshots} <span className="about">{snapshots.length}</span>
        </h2>
        {session.live && target !== undefined && (
          <button
            type="button"
            className="rail-plus"
            aria-label={words.takeSnapshot}
            onClick={() => void commands.snapshot(target, words.takeSnapshot)}
          >
            <Plus size={14} aria-hidden />
          </button>
        )}
      </header>
      {snapshots.length === 0 && <p className="rail-none about">{words.noSnapshots}</p>}
      <ul>
        {snapshots.map((snapshot, index) => {
          const id = snapshotId(`${session.id}/${snapshot.id}`);
          const letter = snapshotLetter(index);
          const owner = targets.find((one) => one.id === snapshot.target);
          const role = id === base ? 'base' : id === compared ? 'compared' : undefined;
          return (
            <li key={snapshot.id}>
              <button
                type="button"
                className="rail-row rail-two"
                title={[words.chooseAs(letter), words.objectsAbout, snapshot.partial]
                  .filter(Boolean)
                  .join('\n')}
                aria-current={role !== undefined}
                onClick={(event) => {
                  selection.pointAtTarget(snapshot.target);
                  choose(id, event.shiftKey);
                }}
              >
                <span className={role ? 'letter letter-on' : 'letter'}>{letter}</span>
                <span className="column cut">
                  <span className="row">
                    <span className="cut grow">
                      {owner && owner.pid > 0 ? `${owner.pid} · ` : ''}
                      {momentText(snapshot.at)}
                    </span>
                    {role && <span className={`badge badge-${role}`}>{words[role]}</span>}
                  </span>
                  <span className="about cut">
                    {words.objects(countText(snapshot.nodes))}
                    {snapshot.pause > 0 && ` · ${timeText(snapshot.pause)}`}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
