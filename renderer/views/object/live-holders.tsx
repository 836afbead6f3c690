import { useCallback, useState } from 'react';
import type { NodeOrdinal, SnapshotId } from '../../../shared/base/brand.js';
import { printable } from '../../../shared/base/printable.js';
import { countText } from '../../../shared/base/quantity.js';
import type { Neighbour, Neighbours } from '../../../shared/model/live-objects.js';
import { useEngine } from '../../connection/engine.js';
import type { LiveTarget } from '../../state/live-target.js';
import { useAnswer } from '../../state/use-answer.js';
import { Button } from '../../widgets/button.js';
import { Name } from '../../widgets/name.js';
import { objectId } from '../../widgets/object-id.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { words } from './words.js';

interface LiveHoldersProps {
  readonly target: LiveTarget;
  readonly snapshot: SnapshotId;
  readonly node: NodeOrdinal;
}

const LIMIT = 200;

/**
 * Who refers to the object in the running program, at the moment of the click: the program stands still for that. Needs a
 * key of its object: a click is of one.
 */
export function LiveHolders({ target: { session, target }, snapshot, node }: LiveHoldersProps) {
  const { services } = useEngine();
  /** How often it was asked. */
  const [wanted, setWanted] = useState(0);
  const ask = useCallback(async () => {
    const { id } = await services.snapshots.node(snapshot, node);
    const found = await services.recording.referrers(session, target, id, { limit: LIMIT, values: true });
    return { wanted, found };
  }, [services, session, target, snapshot, node, wanted]);
  const { answer, trouble } = useAnswer(wanted === 0 ? undefined : ask);
  const current = wanted === 0 || trouble !== undefined || answer?.wanted === wanted;
  return (
    <section className="object-scroll live-holders" aria-label={words.now} aria-busy={!current}>
      <p className="row">
        <Button onClick={() => current && setWanted(wanted + 1)} aria-disabled={!current}>
          {wanted === 0 ? words.askNow : words.askAgain}
        </Button>
        <span className="about">{current ? words.nowAbout : words.asking}</span>
      </p>
      {trouble && <TroubleCard message={trouble.message} remedy={trouble.remedy} />}
      {current && answer && !trouble && <Found {...answer.found} />}
    </section>
  );
}

function Found({ total, rows, note }: Neighbours) {
  return (
    <>
      <p>
        <b>{words.holdersNow(countText(total), total)}</b>
      </p>
      <ul className="mono">
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one holder may refer to it several times
          <li key={at}>
            <Holder {...row} />
          </li>
        ))}
      </ul>
      {note && <p className="about">{printable(note, 500)}</p>}
    </>
  );
}

function Holder({ edge, type, id, value }: Neighbour) {
  return (
    <span className="cut">
      <span className="edge">
        <Name text={edge} limit={120} />
      </span>{' '}
      <span className="about">{words.in}</span> <Name text={type} limit={120} />
      {id > 0 && <span className="about"> {objectId(id)}</span>}
      {value !== undefined && value !== type && (
        <>
          {' '}
          <Name text={value} limit={120} />
        </>
      )}
    </span>
  );
}
