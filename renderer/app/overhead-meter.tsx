import { Gauge } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Overhead } from '../../shared/api/recording.js';
import { sizeText, timeText } from '../../shared/base/quantity.js';
import { useEngine } from '../connection/engine.js';
import { usePart, useWorkspace } from '../state/workspace.js';
import { words } from './words.js';

/** While nothing is recorded, ms. */
const EVERY = 3000;

/** What we cost, always in sight: while recording as it is measured there, else what the engine itself takes. */
export function OverheadMeter() {
  const { live, sessions } = useWorkspace();
  const recorded = usePart(sessions, ({ open }) => open.some((one) => one.live));
  const recording = usePart(live, (state) => state.overhead);
  const idle = useIdleCost(recording === undefined);
  const overhead = recording ?? idle;
  if (!overhead) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in
    <span
      className="meter"
      title={[
        words.overheadAbout,
        recorded && insideHint(overhead),
        overhead.lastPause !== undefined && words.lastPauseAbout(timeText(overhead.lastPause)),
        overhead.missed > 0 && `${words.missed(overhead.missed)}: ${words.missedAbout}`,
      ]
        .filter(Boolean)
        .join('\n')}
      role="group"
      aria-label={words.overhead}
    >
      <Gauge size={14} strokeWidth={1.75} aria-hidden />
      <span className="meter-lines">
        <span>
          <span className="about">{words.us}</span> <b>{overhead.ownCpu.toFixed(1)} % CPU</b> ·{' '}
          <b>{sizeText(overhead.ownRss)}</b>
        </span>
        <span className="meter-rest">
          <InTargets recorded={recorded} overhead={overhead} />
          {overhead.lastPause !== undefined && (
            <span>
              <span className="about">
                <span className="wide-only">{words.lastOf} </span>
                {words.pause}
              </span>{' '}
              <b>{timeText(overhead.lastPause)}</b>
            </span>
          )}
          {overhead.missed > 0 && (
            <span className="meter-late about" title={words.missedAbout}>
              {words.missed(overhead.missed)}
            </span>
          )}
        </span>
      </span>
    </span>
  );
}

/** What we cost inside the targets, as far as they can tell. */
function InTargets({ recorded, overhead }: { readonly recorded: boolean; readonly overhead: Overhead }) {
  const { insideCpu, insideUntold = 0, inTargets } = overhead;
  if (!recorded)
    return (
      <span title={words.untouchedHint}>
        <span className="about">{words.target}</span> <b>{words.untouched}</b>
      </span>
    );
  if (insideCpu === undefined && insideUntold === 0 && inTargets === undefined) return null;
  return (
    <span title={insideHint(overhead)} data-in-targets>
      <span className="about">{words.inTargets}</span>{' '}
      <b>
        {[
          insideCpu === undefined ? words.insideNotTold : `${insideCpu.toFixed(2)} %`,
          inTargets !== undefined && sizeText(inTargets),
        ]
          .filter(Boolean)
          .join(' · ')}
      </b>
    </span>
  );
}

function insideHint({ insideCpu, insideUntold = 0, inTargets }: Overhead): string {
  return [
    insideCpu !== undefined && `${words.inTargets} ${insideCpu.toFixed(2)} %: ${words.insideCpuHint}`,
    insideUntold > 0 && words.insideUntold(insideUntold),
    inTargets === undefined ? words.inTargetsUnknown : words.inTargetsHint,
  ]
    .filter(Boolean)
    .join('\n');
}

function useIdleCost(asked: boolean): Overhead | undefined {
  const { services, link } = useEngine();
  const phase = useStore(link.state, (state) => state.phase);
  const [cost, setCost] = useState<Overhead>();
  useEffect(() => {
    if (!asked || phase !== 'connected') return;
    let wanted = true;
    const ask = (): void => {
      if (document.hidden) return;
      services.system.cost().then(
        (now) => wanted && setCost(now),
        () => undefined,
      );
    };
    ask();
    const timer = setInterval(ask, EVERY);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [services, asked, phase]);
  return asked ? cost : undefined;
}
