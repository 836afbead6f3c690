import { ArrowRight, Camera } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import { firstGrown } from '../../state/first-grown.js';
import { useLoadable } from '../../state/use-loadable.js';
import { useLoaded } from '../../state/use-loaded.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { LoadingPanel } from '../../widgets/loading-panel.js';
import { Name } from '../../widgets/name.js';
import { PathList } from '../../widgets/path-list.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { GrownList } from './grown-list.js';
import { useGrown } from './use-grown.js';
import { words } from './words.js';

const TOP = 8;

/** The classes that grew between base and compared, and what holds the first of them. */
export function WhatGrew({ session, notes }: { readonly session: OpenSession; readonly notes?: ReactNode }) {
  const { services } = useEngine();
  const { selection } = useWorkspace();
  const { base, compared } = usePart(selection, (state) => state);
  const loaded = useLoaded(services, [base, compared]);
  if (!base || !compared) return <NextStep session={session} />;
  if (loaded.phase !== 'ready')
    return <LoadingPanel state={loaded} title={words.reading} cancel={words.cancel} again={words.again} />;
  return (
    <Grown key={`${base} ${compared}`} session={session} base={base} compared={compared} notes={notes} />
  );
}

function Grown({
  session,
  base,
  compared,
  notes,
}: {
  readonly session: OpenSession;
  readonly base: SnapshotId;
  readonly compared: SnapshotId;
  readonly notes: ReactNode;
}) {
  const { services } = useEngine();
  const { layout } = useWorkspace();
  const rows = useGrown(services, base, compared, TOP);
  const [picked, setPicked] = useState<string>();
  if (rows.phase === 'failed') return <TroubleCard message={rows.message} remedy={rows.remedy} />;
  if (rows.phase !== 'ready') return <p className="overview-note about">{words.reading}</p>;
  if (rows.value.length === 0) return <p className="overview-note support">{words.nothingGrew}</p>;
  const chosen = picked ?? firstGrown(rows.value);
  return (
    <>
      <section className="overview-card" aria-label={words.grew}>
        <GrownList
          session={session}
          base={base}
          compared={compared}
          rows={rows.value}
          chosen={chosen}
          onChoose={setPicked}
        />
        <Button
          kind="bare"
          icon={ArrowRight}
          onClick={() => layout.openPane('heap')}
          className="overview-more"
        >
          {words.classes}
        </Button>
        {notes}
      </section>
      {chosen !== undefined && <Holder compared={compared} base={base} className={chosen} />}
    </>
  );
}

function Holder({
  compared,
  base,
  className,
}: {
  readonly compared: SnapshotId;
  readonly base: SnapshotId;
  readonly className: string;
}) {
  const { services } = useEngine();
  const ask = useCallback(
    () => services.snapshots.paths(compared, { className, newSince: base, limit: 3 }),
    [services, compared, base, className],
  );
  const paths = useLoadable(ask);
  return (
    <section className="overview-card overview-holder" aria-label={words.holder}>
      <header className="row overview-head">
        <h3 className="strong">{words.holder}</h3>
        <Name text={className} limit={80} className="mono support cut" />
      </header>
      {paths.phase === 'failed' ? (
        <TroubleCard message={paths.message} remedy={paths.remedy} />
      ) : paths.phase !== 'ready' ? (
        <p className="overview-note about">{words.looking}</p>
      ) : paths.value.length === 0 ? (
        <p className="overview-note about">{words.noPath}</p>
      ) : (
        <PathList paths={paths.value} copy={words.copyPath} />
      )}
    </section>
  );
}

/** What to do for an answer: the first snapshot, the second, or nothing more to do. */
function NextStep({ session }: { readonly session: OpenSession }) {
  const { selection, live, commands, layout } = useWorkspace();
  const target = usePart(selection, (state) => state.target);
  const can = usePart(live, (state) => state.attachments.find((one) => one.target === target)?.canSnapshot);
  const taken = session.info.snapshots.filter((one) => one.target === target).length;
  if (!session.live)
    return (
      <EmptyState icon={Camera} title={words.grew} text={words.offlineNone}>
        <Button hint="A" onClick={() => layout.show('attach')}>
          {words.record}
        </Button>
      </EmptyState>
    );
  if (target === undefined || !can)
    return (
      <EmptyState icon={Camera} title={words.grew} text={words.osOnly}>
        <Button hint="6" onClick={() => layout.openPane('regions')}>
          {words.toRegions}
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState
      icon={Camera}
      title={taken === 0 ? words.twoSnapshots : words.oneMore}
      text={taken === 0 ? words.twoAbout : words.oneAbout}
    >
      <Button kind="main" icon={Camera} hint="S" onClick={() => void commands.snapshot(target, words.taking)}>
        {words.snapshot}
      </Button>
    </EmptyState>
  );
}
