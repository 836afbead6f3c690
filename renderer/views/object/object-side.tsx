import { Crosshair, PackageOpen } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { NodeRow } from '../../../shared/api/snapshots.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import type { Holding } from '../../state/layout.js';
import { liveTargetOf } from '../../state/live-target.js';
import { currentSession } from '../../state/sessions.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Name } from '../../widgets/name.js';
import { exactBytes } from '../../widgets/numbers.js';
import { RUNTIME_ALONE } from '../../widgets/runtime-alone.js';
import { Segments } from '../../widgets/segments.js';
import { LiveHolders } from './live-holders.js';
import { MergedPaths } from './merged-paths.js';
import { type Direction, ObjectTree } from './object-tree.js';
import { PathTree } from './path-tree.js';
import { words } from './words.js';
import './object.css';

/** With dagre in it: loaded when it is looked at first. */
const ObjectPicture = lazy(() => import('./picture/object-picture.js'));

/** The chosen object, or the chosen class: who holds it. `wide` has both halves side by side. */
export function ObjectSide({ wide = false }: { readonly wide?: boolean }) {
  const { selection, layout, sessions } = useWorkspace();
  const { node, className, base, compared, third } = usePart(selection, (state) => state);
  const holding = usePart(layout, (state) => state.holding);
  const [merged, setMerged] = useState<'tree' | 'list'>('tree');
  const [chosen, setDirection] = useState<Direction | 'now'>('retainers');
  const live = liveTargetOf(usePart(sessions, currentSession), node?.snapshot);
  const direction = chosen === 'now' && !live ? 'retainers' : chosen;
  if (!compared)
    return (
      <EmptyState icon={PackageOpen} title={words.noSnapshot} text={words.noSnapshotAbout}>
        <Button onClick={() => layout.openPane('heap')}>{words.toHeap}</Button>
      </EmptyState>
    );
  if (!node && className === undefined)
    return (
      <EmptyState icon={Crosshair} title={words.nothing} text={words.nothingAbout}>
        {wide && <Button onClick={() => layout.openPane('heap')}>{words.toHeap}</Button>}
      </EmptyState>
    );
  if (!node)
    return (
      <div className="object column">
        <header className="object-head">
          <h2 className="card-name cut">
            {base
              ? words.pathsOfNew(className?.slice(0, 120) ?? '')
              : words.pathsOfClass(className?.slice(0, 120) ?? '')}
          </h2>
        </header>
        <div className="row object-tabs">
          <Segments<'tree' | 'list'>
            label={words.paths}
            value={merged}
            options={[
              { value: 'tree', text: words.tree },
              { value: 'list', text: words.oneByOne },
            ]}
            onChange={setMerged}
          />
        </div>
        {merged === 'tree' ? (
          <PathTree snapshot={compared} className={className} newSince={base} stillIn={third} />
        ) : (
          <div className="object-scroll">
            <MergedPaths snapshot={compared} className={className} newSince={base} stillIn={third} />
          </div>
        )}
      </div>
    );
  return (
    <div className={wide ? 'object object-wide' : 'object column'}>
      <div className="column object-half">
        <NodeHead snapshot={node.snapshot} node={node.at} />
        <div className="row object-tabs">
          <Segments<Direction | 'now'>
            label={words.show}
            value={direction}
            options={[
              { value: 'retainers', text: words.retainers },
              { value: 'references', text: words.references },
              { value: 'dominated', text: words.dominated },
              ...(live ? [{ value: 'now' as const, text: words.now }] : []),
            ]}
            onChange={setDirection}
          />
        </div>
        {direction === 'now' && live ? (
          <LiveHolders
            key={`${node.snapshot} ${node.at}`}
            target={live}
            snapshot={node.snapshot}
            node={node.at}
          />
        ) : (
          <ObjectTree snapshot={node.snapshot} node={node.at} direction={direction as Direction} />
        )}
      </div>
      <div className="column object-half">
        <div className="row object-sub">
          <Segments<Holding>
            label={words.below}
            value={holding}
            options={[
              { value: 'picture', text: words.picture },
              { value: 'paths', text: words.paths },
            ]}
            onChange={layout.showHolding}
          />
          <span className="grow" />
          {holding === 'picture' && (
            <span className="about picture-legend">
              <i className="picture-legend-main" /> {words.keepsAlive} <i /> {words.holdsToo}
            </span>
          )}
        </div>
        {holding === 'picture' ? (
          <Suspense fallback={<p className="object-note about">{words.drawing}</p>}>
            <ObjectPicture key={node.snapshot} snapshot={node.snapshot} node={node.at} />
          </Suspense>
        ) : (
          <div className="object-scroll">
            <MergedPaths snapshot={node.snapshot} node={node.at} />
          </div>
        )}
      </div>
    </div>
  );
}

function NodeHead({
  snapshot,
  node,
}: {
  readonly snapshot: Parameters<typeof ObjectTree>[0]['snapshot'];
  readonly node: Parameters<typeof ObjectTree>[0]['node'];
}) {
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
        <span className="about mono">@{row.id.toString(row.id > 1e9 ? 16 : 10)}</span>
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
