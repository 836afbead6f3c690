import { Layers } from 'lucide-react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { useEngine } from '../../connection/engine.js';
import { useAllocationOffers } from '../../state/use-allocation-offers.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { CopyButton } from '../../widgets/copy-button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { momentText } from '../../widgets/numbers.js';
import { TrackingButtons } from './tracking-buttons.js';
import { words } from './words.js';

/** What will stand here, and the button that fills it. */
export function NoAllocations({ session }: { readonly session: OpenSession }) {
  const { services } = useEngine();
  const { selection } = useWorkspace();
  const chosen = usePart(selection, (state) => state.target);
  const target = session.info.targets.find(({ id }) => id === chosen) ?? session.info.targets[0];
  const offers = useAllocationOffers(services, session, target?.id);
  const command = words.noneCommand(target?.pid);
  const running = offers.some((offer) => offer.running);
  // They were asked for, and could not be had.
  const unread = session.info.marks.findLast(
    (mark) => mark.kind === 'allocations-failed' && (!target || mark.target === target.id),
  );
  const why = unread && `${momentText(unread.at)}: ${printable(unread.text, 1000)}`;
  return (
    <EmptyState
      icon={Layers}
      title={running ? words.tracked : words.none}
      text={running ? words.trackedAbout : (why ?? (session.live ? words.noneLive : words.noneOffline))}
    >
      {target && offers.length > 0 ? (
        <TrackingButtons session={session} target={target.id} offers={offers} costs />
      ) : (
        <>
          {session.live && <p className="about">{words.cannotTrack}</p>}
          <code className="selectable no-allocations-command">{command}</code>
          <CopyButton text={() => command}>{words.copyCommand}</CopyButton>
        </>
      )}
    </EmptyState>
  );
}
