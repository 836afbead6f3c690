import { useEffect, useState } from 'react';
import type { NodeRow } from '../../../shared/api/snapshots.js';
import type { NodeOrdinal, SnapshotId } from '../../../shared/base/brand.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { Name } from '../../widgets/name.js';
import { exactBytes } from '../../widgets/numbers.js';
import { objectId } from '../../widgets/object-id.js';
import { RUNTIME_ALONE } from '../../widgets/runtime-alone.js';
import { words } from './words.js';

interface NodeHeadProps {
  readonly snapshot: SnapshotId;
  readonly node: NodeOrdinal;
}

/** Which object it is: its class and text, where it was written, its sizes and distance. */
export function NodeHead({ snapshot, node }: NodeHeadProps) {
  const { services } = useEngine();
  const [row, setRow] = useState<NodeRow>();
  useEffect(() => {
    let current = true;
    setRow(undefined);
    services.snapshots.node(snapshot, node).then(
      (found) => current && setRow(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [services, snapshot, node]);
  if (!row) return <header className="object-head">{words.loading}</header>;
  return (
    <header className="object-head">
      <h2 className="row">
        <Name text={row.className} limit={80} className="card-name mono cut" />
        <span className="about mono">{objectId(row.id)}</span>
        {row.age && <span className="badge badge-grew">{row.age}</span>}
        {row.detached && <span className="badge badge-med">{words.detached}</span>}
      </h2>
      {row.label !== row.className && (
        <Name text={row.label} limit={300} className="mono support object-label" />
      )}
      {row.place && (
        <p className="object-label" title={words.writtenAbout}>
          <span className="about">{words.written}</span>{' '}
          <Name
            text={`${row.place.file.replace(/^file:\/\//, '')}:${row.place.line}`}
            limit={300}
            className="mono"
          />
        </p>
      )}
      <p className="row object-facts">
        <span title={exactBytes(row.selfSize)}>
          <span className="about">{words.self}</span> <b>{sizeText(row.selfSize)}</b>
        </span>
        <span title={exactBytes(row.retainedSize)}>
          <span className="about">{words.retained}</span> <b>{sizeText(row.retainedSize)}</b>
        </span>
        <span title={words.distanceAbout}>
          <span className="about">{words.distance}</span>{' '}
          <b>
            {row.distance < 0
              ? words.unreachable
              : row.distance >= RUNTIME_ALONE
                ? words.runtimeAlone
                : row.distance}
          </b>
        </span>
      </p>
    </header>
  );
}
