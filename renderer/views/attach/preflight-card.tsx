import { Camera, Check, Gauge } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ProcessRow } from '../../../shared/api/processes.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText, timeText } from '../../../shared/base/quantity.js';
import type { CaptureEstimate } from '../../../shared/model/preflight.js';
import { useEngine } from '../../connection/engine.js';
import type { Loadable } from '../../state/loadable.js';
import { type Trouble, troubleOf } from '../../state/trouble.js';
import { Button } from '../../widgets/button.js';
import { captureMethod } from '../../widgets/capture-method.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Estimated } from '../../widgets/estimated.js';
import { MemoryBar } from '../../widgets/memory-bar.js';
import { RuntimeBadge } from '../../widgets/runtime-badge.js';
import { NativeTools } from './native-tools.js';
import { words } from './words.js';

/** A process at 10 Hz in a session file, measured: design's figure. */
const WATCH_PER_HOUR = 6e6;

interface PreflightCardProps {
  readonly process?: ProcessRow;
  /** Attaches to it and takes a first snapshot; given what was shown of its cost. */
  readonly onSnapshot: (process: ProcessRow, estimate: CaptureEstimate) => void;
}

/** What watching and a snapshot of the chosen process would cost, before anything is done. */
export function PreflightCard({ process, onSnapshot }: PreflightCardProps) {
  const estimate = useEstimate(process);
  if (!process) return <EmptyState icon={Gauge} title={words.noneChosen} text={words.noneChosenAbout} />;
  const systemOnly = process.runtime.kind === 'native';
  const known = estimate.phase === 'ready' ? estimate.value : undefined;
  return (
    <section className="preflight" aria-label={words.before(process.pid)}>
      <header className="row">
        <h2 className="card-name">{words.before(process.pid)}</h2>
        <RuntimeBadge runtime={process.runtime} />
        <span className="grow" />
        {known ? (
          <span className={`badge ${known.safe ? 'badge-ok' : 'badge-high'}`}>
            {known.safe && <Check size={11} strokeWidth={3} aria-hidden />}
            {known.safe ? words.safe : words.notSafe}
          </span>
        ) : !process.attachable ? (
          <span className="badge badge-high">{words.blockedBadge}</span>
        ) : (
          systemOnly && <span className="badge">{words.systemOnly}</span>
        )}
      </header>
      <p className="support preflight-method">
        {!process.attachable
          ? printable(process.reason ?? words.blocked, 500)
          : systemOnly
            ? words.systemOnlyAbout
            : estimate.phase === 'loading'
              ? words.estimating
              : known
                ? captureMethod(known.method)
                : estimate.phase === 'failed' && printable(estimate.message, 500)}
      </p>
      {estimate.phase === 'failed' && estimate.remedy && (
        <p className="about">{printable(estimate.remedy, 500)}</p>
      )}
      <table className="preflight-table">
        <thead>
          <tr>
            <th scope="col">{words.answers}</th>
            <th scope="col" title={words.pauseAbout}>
              {words.pause}
            </th>
            <th scope="col" title={words.extraAbout}>
              {words.extra}
            </th>
            <th scope="col" title={words.fileAbout}>
              {words.file}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              {words.watch} <span className="about">{words.watchAbout}</span>
            </th>
            <td>0 ms</td>
            <td>0 MB</td>
            <td>
              <Estimated>{words.perHour(sizeText(WATCH_PER_HOUR))}</Estimated>
            </td>
          </tr>
          {known && (
            <tr className="preflight-chosen">
              <th scope="row">
                {words.snapshot} <span className="about">{words.snapshotAbout}</span>
              </th>
              <td>
                <Estimated>{timeText(known.pause)}</Estimated>
              </td>
              <td>
                <Estimated>{sizeText(known.extraMemory)}</Estimated>
              </td>
              <td>
                <Estimated>{sizeText(known.fileSize)}</Estimated>
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {known && (
        <>
          <MemoryBar used={process.rss} extra={known.extraMemory} free={known.headroom} />
          <p className="about">
            {words.headroom(sizeText(known.headroom), known.limitedBy)}. {known.safe && words.estimated}
          </p>
          {known.safe && (
            <p className="row" data-first-snapshot>
              <Button icon={Camera} hint="S" onClick={() => onSnapshot(process, known)}>
                {words.attachAndSnapshot}
              </Button>
            </p>
          )}
          {!known.safe && (
            <p className="preflight-refused">{printable(known.refusal ?? words.refused, 500)}</p>
          )}
        </>
      )}
      {process.attachable && <NativeTools process={process} />}
    </section>
  );
}

function useEstimate(process: ProcessRow | undefined): Loadable<CaptureEstimate> {
  const { services } = useEngine();
  const [estimate, setEstimate] = useState<Loadable<CaptureEstimate>>({ phase: 'idle' });
  const pid = process?.attachable && process.runtime.kind !== 'native' ? process.pid : undefined;
  useEffect(() => {
    if (pid === undefined) return setEstimate({ phase: 'idle' });
    let wanted = true;
    setEstimate({ phase: 'loading' });
    const fail = ({ message, remedy }: Trouble): void => setEstimate({ phase: 'failed', message, remedy });
    services.processes.estimate(pid).then(
      (value) => wanted && setEstimate({ phase: 'ready', value }),
      (error: unknown) => wanted && fail(troubleOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [pid, services]);
  return estimate;
}
