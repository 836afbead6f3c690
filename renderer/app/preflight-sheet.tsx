import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { printable } from '../../shared/base/printable.js';
import { sizeText, timeText } from '../../shared/base/quantity.js';
import { usePart, useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { captureMethod } from '../widgets/capture-method.js';
import { Estimated } from '../widgets/estimated.js';
import { words } from './words.js';

/** What a snapshot would cost, before it is taken. */
export function PreflightSheet({ onDone }: { readonly onDone: () => void }) {
  const { preflight, commands } = useWorkspace();
  const asked = usePart(preflight, (state) => state.asked);
  const [waived, setWaived] = useState(false);
  if (!asked) return null;
  const { session, target, title, estimate } = asked;
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
