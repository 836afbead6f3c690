import { Camera } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { OpenSession } from '../../../shared/api/sessions.js';
import type { ClassFilter } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import { heapFilter, type Only } from '../../state/heap-view.js';
import { useLoaded } from '../../state/use-loaded.js';
import { useLow, useNarrow } from '../../state/use-narrow.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { useDraggedSize } from '../../widgets/dragged-size.js';
import { Drawer } from '../../widgets/drawer.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { LoadingPanel } from '../../widgets/loading-panel.js';
import { ClassTable } from './class-table.js';
import { DominatorTable } from './dominator-table.js';
import { GroupTable } from './group-table.js';
import { HeapFilters } from './heap-filters.js';
import { ObjectTable } from './object-table.js';
import { StringTable } from './string-table.js';
import { words } from './words.js';
import './heap.css';

interface HeapPaneProps {
  readonly session: OpenSession;
  /** What stands beside the table: the chosen object. */
  readonly side: ReactNode;
}

/** What is in the heap, by class; with a base, what changed. */
export function HeapPane({ session, side }: HeapPaneProps) {
  const { services } = useEngine();
  const { selection, layout, heapView } = useWorkspace();
  const { base, compared, third } = usePart(selection, (state) => state);
  const sideWidth = usePart(layout, (state) => state.sideWidth);
  const narrow = useNarrow();
  const low = useLow();
  const dragged = useDraggedSize(
    () => (narrow ? undefined : sideWidth),
    (pixels) => !narrow && layout.resize({ sideWidth: pixels }),
  );
  const view = usePart(heapView, (state) => state);
  const loaded = useLoaded(services, [base, compared, third]);
  const { group, diffBy } = view;
  const shown = useDeferredValue(view);
  const { text, only, within, className, near, least, detached } = useMemo(() => heapFilter(shown), [shown]);
  const by = base ? (diffBy ?? 'class') : 'class';
  const asked = useMemo(
    (): ClassFilter & { only?: Only } => ({
      text,
      className,
      minSize: least,
      maxDistance: near,
      ...(only ? { only } : {}),
      ...(within ? { [within.by]: within.name } : {}),
    }),
    [text, className, least, near, only, within],
  );
  const plain = useMemo((): ClassFilter => {
    const { only: _, ...rest } = asked;
    return rest;
  }, [asked]);
  const objects = useMemo(
    () => ({ text, className, filter: { minRetainedSize: least, maxDistance: near, detached } }),
    [text, className, least, near, detached],
  );
  const dominators = useMemo(
    () => ({ text, className, minRetainedSize: least, maxDistance: near }),
    [text, className, least, near],
  );
  const strings = useMemo(() => ({ text, minSize: least }), [text, least]);
  if (!compared) return <NoSnapshot session={session} />;
  const python = isPython(session, compared);

  const table =
    loaded.phase !== 'ready' ? (
      <LoadingPanel state={loaded} title={words.loading} cancel={words.cancel} again={words.again} />
    ) : view.table === 'strings' ? (
      <StringTable key={compared} snapshot={compared} filter={strings} onClear={heapView.clear} />
    ) : view.table === 'objects' ? (
      <ObjectTable
        key={`${base} ${compared} ${third}`}
        snapshot={compared}
        base={base}
        third={third}
        age={only === 'new' || only === 'deleted' ? only : undefined}
        asked={objects}
        onClear={heapView.clear}
      />
    ) : view.table === 'dominators' ? (
      <DominatorTable
        snapshot={compared}
        byClass={view.byClass}
        filter={dominators}
        onClear={heapView.clear}
      />
    ) : group ? (
      <GroupTable
        key={`${base} ${compared} ${third} ${group}`}
        snapshot={compared}
        base={base}
        third={third}
        by={group}
        title={group === 'package' ? words.package : python ? words.module : words.file}
        filter={base ? asked : plain}
        onOpen={(name) => heapView.change({ group: undefined, within: { by: group, name } })}
        onClear={heapView.clear}
      />
    ) : (
      <ClassTable
        key={`${base} ${compared} ${third} ${by}`}
        by={by}
        base={base}
        compared={compared}
        third={third}
        filter={asked}
        onClear={heapView.clear}
      />
    );
  const drawn = narrow && low;
  const chosen = (
    <section className="heap-side" aria-label={words.side}>
      {loaded.phase === 'ready' && side}
    </section>
  );
  const classes = (
    <div className="heap column">
      <HeapFilters session={session} base={base} compared={compared} python={python} />
      {base && (view.table === 'dominators' || view.table === 'strings') && (
        <p className="caveat about">{words.ofCompared}</p>
      )}
      {base && !base.startsWith(`${session.id}/`) && <p className="caveat about">{words.otherRun}</p>}
      {table}
    </div>
  );
  if (drawn)
    return (
      <Drawer side={chosen} pull={words.side} push={words.backToTable}>
        {classes}
      </Drawer>
    );
  return (
    <Group
      key={String(narrow)}
      orientation={narrow ? 'vertical' : 'horizontal'}
      onLayoutChanged={dragged.onLayoutChanged}
    >
      <Panel id="classes" minSize={narrow ? 140 : 420}>
        {classes}
      </Panel>
      <Separator className={narrow ? 'splitter splitter-down' : 'splitter splitter-across'} />
      <Panel
        id="side"
        defaultSize={narrow ? '42%' : sideWidth}
        minSize={narrow ? 100 : 280}
        groupResizeBehavior="preserve-pixel-size"
        panelRef={dragged.panel}
      >
        {chosen}
      </Panel>
    </Group>
  );
}

/** Whose snapshot it is: CPython's classes stand in modules, V8's in files. */
function isPython({ id, info }: OpenSession, snapshot: SnapshotId): boolean {
  const target = info.snapshots.find((one) => `${id}/${one.id}` === snapshot)?.target;
  return info.targets.find((one) => one.id === target)?.runtime.kind === 'cpython';
}

function NoSnapshot({ session }: { readonly session: OpenSession }) {
  const { selection, live, commands, layout } = useWorkspace();
  const target = usePart(selection, (state) => state.target);
  const can = usePart(
    live,
    (state) => state.attachments.find((one) => one.target === target)?.canSnapshot ?? false,
  );
  if (!session.live)
    return (
      <EmptyState icon={Camera} title={words.noSnapshot} text={words.noSnapshotOffline}>
        <Button hint="Ctrl O" onClick={() => layout.openSheet('open')}>
          {words.openSnapshot}
        </Button>
      </EmptyState>
    );
  if (target === undefined || !can)
    return (
      <EmptyState icon={Camera} title={words.noSnapshot} text={words.cannot}>
        <Button hint="6" onClick={() => layout.openPane('regions')}>
          {words.toRegions}
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState icon={Camera} title={words.noSnapshot} text={words.noSnapshotLive}>
      <Button kind="main" icon={Camera} hint="S" onClick={() => void commands.snapshot(target, words.taking)}>
        {words.take}
      </Button>
    </EmptyState>
  );
}
