import { FolderOpen, Play } from 'lucide-react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { Name } from '../../widgets/name.js';
import { words } from './words.js';

/** Sessions offered by name; the rail has all. */
const MOST = 3;

/** What to do with a pinned finding: the session of the changed program says whether it is fixed. */
export function PinnedHint({
  session,
  findingKey,
}: {
  readonly session: OpenSession;
  readonly findingKey: string;
}) {
  const { sessions, commands, layout, fixChecks } = useWorkspace();
  const others = usePart(sessions, (state) => state.open).filter(({ id }) => id !== session.id);
  return (
    <div className="pinned-hint">
      <p className="support">{words.pinnedAbout}</p>
      <p className="row">
        {others.slice(0, MOST).map(({ id, name }) => (
          <button
            key={id}
            type="button"
            className="link"
            onClick={() => {
              fixChecks.choose({ session: session.id, key: findingKey });
              commands.show(id);
              layout.openPane('overview');
            }}
          >
            {words.checkIn} <Name text={name} limit={40} />
          </button>
        ))}
        <Button kind="bare" icon={Play} onClick={() => layout.openSheet('launch')}>
          {words.startChanged}
        </Button>
        <Button kind="bare" icon={FolderOpen} onClick={() => layout.openSheet('open')}>
          {words.openSession}
        </Button>
      </p>
    </div>
  );
}
