import { ArrowRight, Camera } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import type { DiffRow, MergedPath } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import type { Loadable } from '../../state/loadable.js';
import { snapshotLetter } from '../../state/snapshot-letter.js';
import { troubleOf } from '../../state/trouble.js';
import { useLoaded } from '../../state/use-loaded.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { DeltaBar } from '../../widgets/delta-bar.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { LoadingPanel } from '../../widgets/loading-panel.js';
import { Name } from '../../widgets/name.js';
import { deltaCount, deltaInUnit, sizeUnit } from '../../widgets/numbers.js';
import { PathList } from '../../widgets/path-list.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { isBuiltIn } from './built-in.js';
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
  const { selection, layout } = useWorkspace();
  const [rows, setRows] = useState<Loadable<readonly DiffRow[]>>({ phase: 'loading' });
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    const query = {
      base,
      compared,
      by: 'class' as const,
      filter: { only: 'growing' as const },
      sort: { by: 'retainedDelta' as const, descending: true },
      page: { from: 0, count: TOP },
    };
    services.snapshots.diff(query).then(
      (answer) => {
        setRows({ phase: 'ready', value: answer.rows });
        // What grows in number leads to the leak; what only holds it is on its path. The program's own before the runtime's.
        const growing = answer.rows.filter(({ countDelta }) => countDelta > 0);
        const first = growing.find(({ name }) => !isBuiltIn(name)) ?? growing[0] ?? answer.rows[0];
        setChosen(first?.name);
      },
      (error: unknown) => {
        const { message, remedy } = troubleOf(error);
        setRows({ phase: 'failed', message, remedy });
      },
    );
  }, [services, base, compared]);
  if (rows.phase === 'failed') return <TroubleCard message={rows.message} remedy={rows.remedy} />;
  if (rows.phase !== 'ready') return <p className="overview-note about">{words.reading}</p>;
  if (rows.value.length === 0) return <p className="overview-note support">{words.nothingGrew}</p>;
  const unit = sizeUnit(rows.value[0].retainedDelta ?? rows.value[0].sizeDelta);
  const most = Math.max(...rows.value.map((row) => row.retainedDelta ?? row.sizeDelta));
  const letter = (id: SnapshotId): string =>
    snapshotLetter(session.info.snapshots.findIndex((one) => `${session.id}/${one.id}` === id));
  return (
    <>
      <section className="overview-card" aria-label={words.grew}>
        <header className="row overview-head">
          <h3 className="strong">{words.grew}</h3>
          <span className="about">{words.grewBetween(letter(base), letter(compared))}</span>
          <span className="grow" />
          <span className="about">
            {words.count} · {words.retained}, {unit.name}
          </span>
        </header>
        <ul className="grown">
          {rows.value.map((row) => (
            <li key={row.name}>
              <button
                type="button"
                className="grown-row"
                aria-current={row.name === chosen}
                onClick={() => setChosen(row.name)}
                onDoubleClick={() => {
                  selection.pointAtClass(row.name);
                  layout.openPane('heap');
                }}
              >
                <Name text={row.name} limit={80} className="mono cut grow" />
                <span className="support number">{deltaCount(row.countDelta)}</span>
                <DeltaBar value={row.retainedDelta ?? row.sizeDelta} most={most} />
                <span className="grew number grown-size">
                  {deltaInUnit(row.retainedDelta ?? row.sizeDelta, unit)}
                </span>
              </button>
            </li>
          ))}
        </ul>
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
  const [paths, setPaths] = useState<Loadable<readonly MergedPath[]>>({ phase: 'loading' });
  useEffect(() => {
    let current = true;
    setPaths({ phase: 'loading' });
    services.snapshots.paths(compared, { className, newSince: base, limit: 3 }).then(
      (value) => current && setPaths({ phase: 'ready', value }),
      (error: unknown) => {
        const { message, remedy } = troubleOf(error);
        if (current) setPaths({ phase: 'failed', message, remedy });
      },
    );
    return () => {
      current = false;
    };
  }, [services, compared, base, className]);
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
