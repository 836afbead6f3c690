import { Camera, Crosshair, PackageOpen } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Holding } from '../../state/layout.js';
import { liveTargetOf } from '../../state/live-target.js';
import { currentSession } from '../../state/sessions.js';
import { useLow, useNarrow, useSlim } from '../../state/use-narrow.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Segments } from '../../widgets/segments.js';
import { FirstClass } from './first-class.js';
import { LiveHolders } from './live-holders.js';
import { MergedPaths } from './merged-paths.js';
import { NodeHead } from './node-head.js';
import { type Direction, ObjectTree } from './object-tree.js';
import { PathTree } from './path-tree.js';
import { words } from './words.js';
import './object.css';

/** With dagre in it: loaded when it is looked at first. */
const ObjectPicture = lazy(() => import('./picture/object-picture.js'));

type Shown = Direction | 'now' | Holding;

/**
 * The chosen object, or the chosen class: who holds it. `wide` has both halves side by side; where there is no room for two,
 * they are one after the other.
 */
export function ObjectSide({ wide = false }: { readonly wide?: boolean }) {
  const { selection, layout, sessions, live: recording, commands } = useWorkspace();
  const { node, className, base, compared, third, target } = usePart(selection, (state) => state);
  const can = usePart(recording, ({ attachments }) =>
    attachments.some((one) => one.target === target && one.canSnapshot),
  );
  const holding = usePart(layout, (state) => state.holding);
  const [merged, setMerged] = useState<'tree' | 'list'>('tree');
  const [chosen, setDirection] = useState<Direction | 'now'>('retainers');
  const [single, setSingle] = useState<Shown>();
  const [narrow, low, slim] = [useNarrow(), useLow(), useSlim()];
  const live = liveTargetOf(usePart(sessions, currentSession), node?.snapshot);
  const direction = chosen === 'now' && !live ? 'retainers' : chosen;
  if (!compared)
    return (
      <EmptyState icon={PackageOpen} title={words.noSnapshot} text={words.noSnapshotAbout}>
        {can && target !== undefined ? (
          <Button
            kind="main"
            icon={Camera}
            hint="S"
            onClick={() => void commands.snapshot(target, words.taking)}
          >
            {words.take}
          </Button>
        ) : (
          <Button onClick={() => layout.openPane('heap')}>{words.toHeap}</Button>
        )}
      </EmptyState>
    );
  if (!node && className === undefined)
    return (
      <EmptyState icon={Crosshair} title={words.nothing} text={words.nothingAbout}>
        <FirstClass base={base} compared={compared} />
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
  const { snapshot, at } = node;
  const tree = (way: Direction | 'now') =>
    way === 'now' && live ? (
      <LiveHolders key={`${snapshot} ${at}`} target={live} snapshot={snapshot} node={at} />
    ) : (
      <ObjectTree snapshot={snapshot} node={at} direction={way === 'now' ? 'retainers' : way} />
    );
  const holders = (form: Holding) =>
    form === 'picture' ? (
      <Suspense fallback={<p className="object-note about">{words.drawing}</p>}>
        <ObjectPicture key={snapshot} snapshot={snapshot} node={at} />
      </Suspense>
    ) : (
      <div className="object-scroll">
        <MergedPaths snapshot={snapshot} node={at} />
      </div>
    );
  const ways = [
    { value: 'retainers', text: words.retainers },
    { value: 'references', text: words.references },
    { value: 'dominated', text: words.dominated },
    ...(live ? [{ value: 'now', text: words.now } as const] : []),
  ] as const;
  const forms = [
    { value: 'picture', text: words.picture },
    { value: 'paths', text: words.paths },
  ] as const;
  // Beside a wide table there is room for both; below it, or in a small window, for one.
  if (wide ? low && slim : narrow) {
    const shown = single === 'now' && !live ? 'retainers' : (single ?? (wide ? holding : direction));
    return (
      <div className="object column">
        <NodeHead snapshot={snapshot} node={at} />
        <div className="row object-tabs object-tabs-low">
          <Segments<Shown>
            label={words.show}
            value={shown}
            options={[...ways, ...forms]}
            onChange={setSingle}
          />
        </div>
        {shown === 'picture' || shown === 'paths' ? holders(shown) : tree(shown)}
      </div>
    );
  }
  return (
    <div className={wide ? 'object object-wide' : 'object column'}>
      <div className="column object-half">
        <NodeHead snapshot={snapshot} node={at} />
        <div className="row object-tabs">
          <Segments<Direction | 'now'>
            label={words.show}
            value={direction}
            options={ways}
            onChange={setDirection}
          />
        </div>
        {tree(direction)}
      </div>
      <div className="column object-half">
        <div className="row object-sub">
          <Segments<Holding>
            label={words.below}
            value={holding}
            options={forms}
            onChange={layout.showHolding}
          />
          <span className="grow" />
          {holding === 'picture' && (
            <span className="about picture-legend">
              <i className="picture-legend-main" /> {words.keepsAlive} <i /> {words.holdsToo}
            </span>
          )}
        </div>
        {holders(holding)}
      </div>
    </div>
  );
}
