import { Camera, X } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { OpenSession } from '../../../shared/api/sessions.js';
import type { ClassFilter } from '../../../shared/api/snapshots.js';
import { type SnapshotId, snapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import { snapshotLetter } from '../../state/snapshot-letter.js';
import { useLoaded } from '../../state/use-loaded.js';
import { useNarrow } from '../../state/use-narrow.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { Chip } from '../../widgets/chip.js';
import { Choice } from '../../widgets/choice.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { LoadingPanel } from '../../widgets/loading-panel.js';
import { momentText } from '../../widgets/numbers.js';
import { SearchField } from '../../widgets/search-field.js';
import { Segments } from '../../widgets/segments.js';
import { ClassTable } from './class-table.js';
import { StringTable } from './string-table.js';
import { words } from './words.js';
import './heap.css';

type Only = 'growing' | 'new' | 'deleted';
interface Filter {
  readonly text: string;
  readonly only?: Only;
  readonly big: boolean;
}
const NO_FILTER: Filter = { text: '', big: false };
const BIG = 1000;

interface HeapPaneProps {
  readonly session: OpenSession;
  /** What stands beside the table: the chosen object. */
  readonly side: ReactNode;
}

/** What is in the heap, by class; with a base, what changed. */
export function HeapPane({ session, side }: HeapPaneProps) {
  const { services } = useEngine();
  const { selection, layout } = useWorkspace();
  const { base, compared, third } = usePart(selection, (state) => state);
  const sideWidth = usePart(layout, (state) => state.sideWidth);
  const narrow = useNarrow();
  const [shown, setShown] = useState<'classes' | 'strings'>('classes');
  const [filter, setFilter] = useState(NO_FILTER);
  const loaded = useLoaded(services, [base, compared, third]);
  const deferred = useDeferredValue(filter);
  const asked = useMemo(
    (): ClassFilter & { only?: Only } => ({
      ...(deferred.text.trim() ? { text: deferred.text.trim() } : {}),
      ...(deferred.big ? { minSize: BIG } : {}),
      ...(deferred.only ? { only: deferred.only } : {}),
    }),
    [deferred],
  );
  if (!compared) return <NoSnapshot session={session} />;

  const options = session.info.snapshots.map((snapshot, index) => {
    const target = session.info.targets.find(({ id }) => id === snapshot.target);
    const many = session.info.targets.length > 1 && target && target.pid > 0;
    return {
      value: snapshotId(`${session.id}/${snapshot.id}`),
      text: `${snapshotLetter(index)} · ${momentText(snapshot.at)}${many ? ` · ${target.pid}` : ''}`,
    };
  });
  const change = (part: Partial<Filter>): void => setFilter((was) => ({ ...was, ...part }));
  const only = (which: Only, on: boolean): void => change({ only: on ? which : undefined });
  const before = previousOf(session, compared);
  const table =
    loaded.phase !== 'ready' ? (
      <LoadingPanel state={loaded} title={words.loading} cancel={words.cancel} again={words.again} />
    ) : shown === 'strings' ? (
      <StringTable snapshot={compared} />
    ) : (
      <ClassTable
        key={`${base} ${compared} ${third}`}
        base={base}
        compared={compared}
        third={third}
        filter={asked}
        onClear={() => setFilter(NO_FILTER)}
      />
    );
  return (
    <Group key={String(narrow)} orientation={narrow ? 'vertical' : 'horizontal'}>
      <Panel id="classes" minSize={narrow ? 140 : 420}>
        <div className="heap column">
          <div className="heap-bar row">
            <Segments
              label={words.show}
              value={shown}
              options={[
                { value: 'classes', text: words.classes },
                { value: 'strings', text: words.strings },
              ]}
              onChange={setShown}
            />
            <Choice<SnapshotId>
              label={words.base}
              value={base ?? ''}
              none={words.noBase}
              options={options.filter(({ value }) => value !== compared)}
              onChange={(id) => selection.compare(id, compared)}
            />
            <Choice<SnapshotId>
              label={base ? words.compared : words.snapshot}
              value={compared}
              options={options}
              onChange={(id) => selection.compare(id === base ? undefined : base, id)}
            />
            {base && options.length > 2 && (
              <Choice<SnapshotId>
                label=""
                value={third ?? ''}
                none={words.noThird}
                options={options.filter(({ value }) => value !== base && value !== compared)}
                onChange={selection.addThird}
              />
            )}
            {(base || before) && (
              <button
                type="button"
                className="visually-hidden"
                data-diff
                tabIndex={-1}
                onClick={() => selection.compare(base ? undefined : before, compared)}
              >
                {words.diffOff}
              </button>
            )}
          </div>
          {shown === 'classes' && (
            <div className="heap-bar row">
              <SearchField
                label={words.filter}
                value={filter.text}
                onChange={(text) => change({ text })}
                className="heap-search"
              />
              {base && (
                <>
                  <Chip on={filter.only === 'growing'} onChange={(on) => only('growing', on)}>
                    {words.growing}
                  </Chip>
                  <Chip on={filter.only === 'new'} onChange={(on) => only('new', on)}>
                    {words.newOnly}
                  </Chip>
                  <Chip on={filter.only === 'deleted'} onChange={(on) => only('deleted', on)}>
                    {words.deleted}
                  </Chip>
                </>
              )}
              <Chip on={filter.big} onChange={(big) => change({ big })} title={words.bigAbout}>
                {words.big}
              </Chip>
              {filter !== NO_FILTER && (filter.text || filter.only || filter.big) && (
                <Button kind="bare" icon={X} onClick={() => setFilter(NO_FILTER)}>
                  {words.clear}
                </Button>
              )}
            </div>
          )}
          {table}
        </div>
      </Panel>
      <Separator className={narrow ? 'splitter splitter-down' : 'splitter splitter-across'} />
      <Panel
        id="side"
        defaultSize={narrow ? '42%' : sideWidth}
        minSize={narrow ? 100 : 280}
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }) => !narrow && layout.resize({ sideWidth: inPixels })}
      >
        {loaded.phase === 'ready' && side}
      </Panel>
    </Group>
  );
}

function NoSnapshot({ session }: { readonly session: OpenSession }) {
  const { selection, live, commands } = useWorkspace();
  const target = usePart(selection, (state) => state.target);
  const can = usePart(
    live,
    (state) => state.attachments.find((one) => one.target === target)?.canSnapshot ?? false,
  );
  if (!session.live)
    return <EmptyState icon={Camera} title={words.noSnapshot} text={words.noSnapshotOffline} />;
  if (target === undefined || !can)
    return <EmptyState icon={Camera} title={words.noSnapshot} text={words.cannot} />;
  return (
    <EmptyState icon={Camera} title={words.noSnapshot} text={words.noSnapshotLive}>
      <Button kind="main" icon={Camera} hint="S" onClick={() => void commands.snapshot(target, words.taking)}>
        {words.take}
      </Button>
    </EmptyState>
  );
}

/** The snapshot of the same target before this one: what D compares with. */
function previousOf({ id, info }: OpenSession, compared: SnapshotId): SnapshotId | undefined {
  const at = info.snapshots.findIndex((one) => `${id}/${one.id}` === compared);
  const target = info.snapshots[at]?.target;
  const before = info.snapshots.slice(0, Math.max(0, at)).findLast((one) => one.target === target);
  return before && snapshotId(`${id}/${before.id}`);
}
