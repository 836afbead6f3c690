import { FolderOpen, Plus } from 'lucide-react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { FixCheckList } from './fix-check-list.js';
import { MarkList } from './mark-list.js';
import { NotePart } from './note-part.js';
import { SessionList } from './session-list.js';
import { SnapshotList } from './snapshot-list.js';
import { TargetList } from './target-list.js';
import { words } from './words.js';
import './rail.css';

/** What the session is made of: its processes, snapshots and marks; and the other sessions. */
export function Rail({ session }: { readonly session: OpenSession }) {
  const { layout } = useWorkspace();
  return (
    <nav className="rail" aria-label={words.processes}>
      <div className="rail-scroll">
        <TargetList session={session} />
        <SnapshotList session={session} />
        <MarkList session={session} />
        <FixCheckList session={session} />
        <NotePart session={session} />
        <SessionList current={session.id} />
      </div>
      <div className="row rail-foot">
        <Button icon={Plus} hint="A" className="grow" onClick={() => layout.show('attach')}>
          {words.attach}
        </Button>
        <Button icon={FolderOpen} className="grow" onClick={() => layout.openSheet('open')}>
          {words.openFile}
        </Button>
      </div>
    </nav>
  );
}
