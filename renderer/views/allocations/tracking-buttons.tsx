import { CircleStop, Layers, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { AllocationOffer } from '../../../shared/api/recording.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { useEngine } from '../../connection/engine.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { NativePhase, underWay } from './native-phase.js';
import { TracingChoice } from './tracing-choice.js';
import { NO_WISH, tracingOptions } from './tracing-wish.js';
import { words } from './words.js';

interface TrackingButtonsProps {
  readonly session: OpenSession;
  readonly target: number;
  readonly offers: readonly AllocationOffer[];
  /** With what each costs beside it. */
  readonly costs?: boolean;
}

/** Begins to track, reads what is tracked now, ends it. */
export function TrackingButtons({ session, target, offers, costs = false }: TrackingButtonsProps) {
  const { services } = useEngine();
  const { tasks, live } = useWorkspace();
  const [wish, setWish] = useState(NO_WISH);
  const native = usePart(live, ({ attachments }) => attachments.find((one) => one.target === target)?.native);
  const run = (title: string, work: () => Promise<void>): void => void tasks.run(title, work);
  const running = offers.some((offer) => offer.running);
  const { recording } = services;
  // What is traced call by call is Python's: then a sampling is one of short tracings.
  const traces = offers.some(({ kind }) => kind === 'traced');
  if (native && underWay(native)) return <NativePhase native={native} />;
  if (running)
    return (
      <>
        {native && <NativePhase native={native} />}
        <Button
          icon={RefreshCw}
          title={words.readNowAbout}
          onClick={() => run(words.readNow, () => recording.keepAllocations(session.id, target))}
        >
          {words.readNow}
        </Button>
        <Button
          kind="bare"
          icon={CircleStop}
          title={words.stopTrackingAbout}
          onClick={() => run(words.stoppingTracking, () => recording.trackAllocations(session.id, target))}
        >
          {words.stopTracking}
        </Button>
      </>
    );
  return (
    <>
      {native && <NativePhase native={native} />}
      {offers.map(({ kind, tool, cost }, index) => (
        <div key={tool ?? kind} className="row">
          <Button
            kind={costs && index === 0 ? 'main' : 'plain'}
            icon={Layers}
            title={printable(cost, 400)}
            onClick={() =>
              run(trackWords(kind, tool), async () => {
                await recording.trackAllocations(session.id, target, {
                  ...{ kind, ...(tool && { tool }) },
                  ...(traces && kind !== 'native' ? tracingOptions(wish) : {}),
                });
                // The moment it began is one to compare with.
                await recording.keepAllocations(session.id, target);
              })
            }
          >
            {trackWords(kind, tool)}
          </Button>
          {costs && <span className="about">{printable(cost, 400)}</span>}
        </div>
      ))}
      {traces && <TracingChoice wish={wish} onChange={setWish} />}
    </>
  );
}

const trackWords = (kind: AllocationOffer['kind'], tool: AllocationOffer['tool']): string =>
  kind === 'native' ? words.trackNative(tool ?? '') : words.track[kind];
