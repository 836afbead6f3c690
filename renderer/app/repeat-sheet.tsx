import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import type { OpenSession } from '../../shared/api/sessions.js';
import { printable } from '../../shared/base/printable.js';
import { timeText } from '../../shared/base/quantity.js';
import type { CaptureEstimate } from '../../shared/model/preflight.js';
import { useEngine } from '../connection/engine.js';
import { LEAST_REPEATS, REPEATS } from '../state/repeat.js';
import { usePart, useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { Estimated } from '../widgets/estimated.js';
import { words } from './words.js';

const MOST = 50;

/** Asks which action, and says what its two snapshots cost. */
export function RepeatSheet({
  session,
  onDone,
}: {
  readonly session: OpenSession;
  readonly onDone: () => void;
}) {
  const { services } = useEngine();
  const { repeat, selection } = useWorkspace();
  const target = usePart(selection, (state) => state.target);
  const [action, setAction] = useState('');
  const [times, setTimes] = useState(String(REPEATS));
  const [estimate, setEstimate] = useState<CaptureEstimate>();
  useEffect(() => {
    if (target === undefined) return;
    let current = true;
    services.recording.estimate(session.id, target).then(
      (found) => current && setEstimate(found),
      // Without one the snapshot itself says what is wrong.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [services, session.id, target]);
  const refused = estimate?.safe === false;
  const wanted = Math.round(Number(times));
  const can =
    wanted >= LEAST_REPEATS && wanted <= MOST && action.trim() !== '' && target !== undefined && !refused;
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (!can) return;
        onDone();
        void repeat.begin(target, action.trim(), wanted, words.snapshot);
      }}
    >
      <Dialog.Title className="card-name">{words.repeatTitle}</Dialog.Title>
      <div className="row repeat-fields">
        <label className="column ask-label grow">
          <span className="support">{words.repeatField}</span>
          <input
            className="field"
            value={action}
            maxLength={200}
            placeholder={words.repeatExample}
            spellCheck={false}
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: the sheet was opened to be typed into
            autoFocus
            onChange={(event) => setAction(event.target.value)}
          />
        </label>
        <label className="column ask-label">
          <span className="support">{words.repeatTimes}</span>
          <input
            className="field repeat-times"
            type="number"
            min={LEAST_REPEATS}
            max={MOST}
            value={times}
            onChange={(event) => setTimes(event.target.value)}
          />
        </label>
      </div>
      <p className="about">{words.repeatAbout}</p>
      {estimate && !refused && (
        <p className="support">
          {words.repeatCost} <Estimated>{timeText(estimate.pause)}</Estimated> {words.repeatCostEach}
        </p>
      )}
      {refused && (
        <p className="address-trouble">{printable(estimate.refusal ?? words.preflightRefused, 500)}</p>
      )}
      <div className="row">
        <button type="submit" className="button button-main" disabled={!can}>
          {words.repeatDo}
        </button>
        <span className="grow" />
        <Dialog.Close render={<Button kind="bare" />}>{words.cancel}</Dialog.Close>
      </div>
    </form>
  );
}
