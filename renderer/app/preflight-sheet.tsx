import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import { printable } from '../../shared/base/printable.js';
import { sizeText, timeText } from '../../shared/base/quantity.js';
import type { CaptureEstimate } from '../../shared/model/preflight.js';
import { useEngine } from '../connection/engine.js';
import type { AskedSnapshot } from '../state/preflight.js';
import { usePart, useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { captureMethod } from '../widgets/capture-method.js';
import { Estimated } from '../widgets/estimated.js';
import { Segments } from '../widgets/segments.js';
import { words } from './words.js';

/** What a snapshot would cost, before it is taken. */
export function PreflightSheet({ onDone }: { readonly onDone: () => void }) {
  const { preflight, commands } = useWorkspace();
  const asked = usePart(preflight, (state) => state.asked);
  const [waived, setWaived] = useState(false);
  const [inside, setInside] = useState(false);
  const within = useWithin(asked);
  if (!asked) return null;
  const { session, target, title } = asked;
  const estimate = inside && within ? within : asked.estimate;
  const { pause, extraMemory, fileSize, headroom, limitedBy, safe, refusal, method } = estimate;
  const facts: readonly (readonly [name: string, value: string, measured?: boolean])[] = [
    [words.preflightPause, timeText(pause)],
    [words.preflightExtra, sizeText(extraMemory)],
    [words.preflightRoom(limitedBy), sizeText(headroom), true],
    [words.preflightFile, sizeText(fileSize)],
  ];
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (!safe) return;
        if (waived) preflight.waive(session);
        onDone();
        void commands.takeSnapshot(target, title, estimate);
      }}
    >
      <Dialog.Title className="card-name">{words.preflightTitle}</Dialog.Title>
      {within && (
        <Segments
          label={words.preflightWay}
          value={inside ? 'inside' : 'copy'}
          options={[
            { value: 'copy', text: words.preflightCopy },
            { value: 'inside', text: words.preflightInside },
          ]}
          onChange={(way) => setInside(way === 'inside')}
        />
      )}
      <dl className="preflight-facts">
        {facts.map(([name, value, measured]) => (
          <div key={name} className="row">
            <dt className="support grow">{name}</dt>
            <dd className="number">{measured ? value : <Estimated>{value}</Estimated>}</dd>
          </div>
        ))}
      </dl>
      <p className="about">
        {captureMethod(method)} {words.preflightEstimated}
      </p>
      {!safe && <p className="address-trouble">{printable(refusal ?? words.preflightRefused, 500)}</p>}
      {safe && (
        <label className="row">
          <input type="checkbox" checked={waived} onChange={(event) => setWaived(event.target.checked)} />
          <span>{words.preflightWaive}</span>
        </label>
      )}
      <div className="row">
        <button
          type="submit"
          className="button button-main"
          disabled={!safe}
          // biome-ignore lint/a11y/noAutofocus: Enter is the yes
          autoFocus
        >
          {words.preflightDo}
        </button>
        <span className="grow" />
        <Dialog.Close render={<Button kind="bare" />}>{words.cancel}</Dialog.Close>
      </div>
    </form>
  );
}

/** What it would cost in the program itself, where a copy of it is the usual way. */
function useWithin(asked: AskedSnapshot | undefined): CaptureEstimate | undefined {
  const { services } = useEngine();
  const [within, setWithin] = useState<CaptureEstimate>();
  useEffect(() => {
    if (asked?.estimate.method !== 'fork') return setWithin(undefined);
    let wanted = true;
    // Where it cannot be told there is no choice.
    services.recording.estimate(asked.session, asked.target, { inProcess: true }).then(
      (estimate) => wanted && setWithin(estimate),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [asked, services]);
  return within;
}
