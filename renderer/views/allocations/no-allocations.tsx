import { Layers } from 'lucide-react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { CopyButton } from '../../widgets/copy-button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { words } from './words.js';

interface NoAllocationsProps {
  readonly session: OpenSession;
  /** Absent where the engine cannot switch tracking on. */
  readonly track?: (target: number) => void;
}

/** What will stand here, and the button that fills it. */
export function NoAllocations({ session, track }: NoAllocationsProps) {
  const { selection } = useWorkspace();
  const chosen = usePart(selection, (state) => state.target);
  const target = session.info.targets.find(({ id }) => id === chosen) ?? session.info.targets[0];
  const command = words.noneCommand(target?.pid);
  return (
    <EmptyState icon={Layers} title={words.none} text={session.live ? words.noneLive : words.noneOffline}>
      {session.live && (
        <Button
          kind="main"
          icon={Layers}
          disabled={!track || !target}
          title={track ? words.trackCost : words.cannotTrack}
          onClick={() => target && track?.(target.id)}
        >
          {words.track}
        </Button>
      )}
      {session.live && track && <p className="about">{words.trackCost}</p>}
      <code className="selectable no-allocations-command">{command}</code>
      <CopyButton text={() => command}>{words.copyCommand}</CopyButton>
    </EmptyState>
  );
}
