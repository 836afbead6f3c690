import { LayersPlus, SearchX } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { functionKey } from '../../../shared/analysis/allocations/function-key.js';
import type { AllocationQuery, AllocationSource, OpenSession } from '../../../shared/api/sessions.js';
import { isLabel } from '../../../shared/model/label-frames.js';
import { pathOf } from '../../calls/call-keys.js';
import type { Calls } from '../../calls/calls-of.js';
import { prepareFlame } from '../../canvas/flame/flame-canvas.js';
import { useEngine } from '../../connection/engine.js';
import { callQuery, sourceOf, standingBase } from '../../state/call-query.js';
import type { CallBase } from '../../state/call-view.js';
import { isEstimated } from '../../state/is-estimated.js';
import { editorLink } from '../../state/source-place.js';
import type { Range } from '../../state/span.js';
import { useAllocationSources } from '../../state/use-allocation-sources.js';
import { useCallTree } from '../../state/use-call-tree.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { AllocationsBar } from './allocations-bar.js';
import { AllocationsHead } from './allocations-head.js';
import { AroundTable } from './around-table.js';
import type { CardActions } from './call-card.js';
import { callName } from './call-figures.js';
import { FlameView } from './flame-view.js';
import { NoAllocations } from './no-allocations.js';
import { PlaceTable } from './place-table.js';
import { SandwichView } from './sandwich-view.js';
import { useCallKeys } from './use-call-keys.js';
import { type ShownCalls, useShownCalls } from './use-shown-calls.js';
import { words } from './words.js';
import './allocations.css';

interface AllocationsPaneProps {
  readonly session: OpenSession;
  /** What stands beside the sandwich: the source of the chosen call. */
  readonly side: ReactNode;
}

/** Who allocated what is still alive: pictures and tables of calls, by range of time, in comparison. */
export function AllocationsPane({ session, side }: AllocationsPaneProps) {
  const { services } = useEngine();
  const { selection, callView } = useWorkspace();
  const target = usePart(selection, (state) => state.target);
  const chosen = usePart(callView, (state) => state.source);
  const { sources, trouble } = useAllocationSources(services, session);
  // By the time that there are calls it is there.
  useEffect(prepareFlame, []);
  if (trouble && !sources) return <TroubleCard {...trouble} />;
  if (!sources) return <p className="pane-opening about">{words.loading}</p>;
  const source = sourceOf(sources, chosen, target);
  if (!source) return <NoAllocations session={session} />;
  // What stays on the screen while the next is worked out is never that of another source.
  return <KnownSource key={source.id} session={session} sources={sources} source={source} side={side} />;
}

interface KnownSourceProps extends AllocationsPaneProps {
  readonly sources: readonly AllocationSource[];
  readonly source: AllocationSource;
}

function KnownSource({ session, sources, source, side }: KnownSourceProps) {
  const { services, calls: fetchCalls } = useEngine();
  const { callView, sessions, span } = useWorkspace();
  const wanted = usePart(callView, (state) => state);
  const open = usePart(sessions, (state) => state.open);
  const base = standingBase(wanted.base, session.id, open);
  const view = useMemo(() => ({ ...wanted, base }), [wanted, base]);
  const range = usePart(span, (state) => state.range);
  const query = useMemo(
    () => callQuery(source, { scope: view.scope, base: view.base }, range),
    [source, view.scope, view.base, range],
  );
  const { tree, trouble, loading, again } = useCallTree(fetchCalls, session.id, query);
  const answered = useRangeOf(services, session, query);
  const measure = source.unit === 'count' ? 'count' : view.measure;
  const {
    shown,
    trouble: shapeTrouble,
    working,
  } = useShownCalls(
    tree,
    useMemo(() => ({ ...view, measure }), [view, measure]),
    loading,
  );
  useCallKeys();
  const bar = <AllocationsBar {...{ session, sources, source, range, shown }} view={{ ...view, measure }} />;
  const wrong = trouble ?? shapeTrouble;
  if (wrong)
    return (
      <div className="allocations column">
        {bar}
        <TroubleCard {...wrong}>
          <Button onClick={again}>{words.again}</Button>
        </TroubleCard>
      </div>
    );
  if (!shown)
    return (
      <div className="allocations column">
        {bar}
        <p className="pane-opening about" role="status">
          {words.loading}
        </p>
      </div>
    );
  return (
    <div className="allocations column" aria-busy={loading || working !== undefined}>
      {bar}
      {working !== undefined && <Working done={working} />}
      <AllocationsHead
        source={source}
        shown={shown}
        sentence={ofOneReading(source, base, range) ?? answered?.sentence}
        compared={answered?.base && { ...answered.base, session: nameOfBase(base, session.id, open) }}
      />
      {shown.calls.all > 0 || (shown.calls.baseAll ?? 0) > 0 ? (
        <CallsBody
          {...{ source, shown, side }}
          // What two sessions differ in did not come about in a time.
          span={answered?.base && base?.kind !== 'session' ? answered.to - answered.base.to : undefined}
        />
      ) : (
        <EmptyState
          icon={view.steps.length > 0 ? SearchX : LayersPlus}
          title={words.nothing}
          text={view.steps.length > 0 ? words.nothingSteps : words.nothingRange}
        >
          {view.steps.length > 0 ? (
            <Button onClick={callView.undo}>{words.undo}</Button>
          ) : (
            <Button onClick={() => span.select(undefined)}>{words.wholeSession}</Button>
          )}
        </EmptyState>
      )}
    </div>
  );
}

/** The session that is compared with, where it is another one. */
const nameOfBase = (
  base: CallBase | undefined,
  shown: string,
  open: readonly OpenSession[],
): string | undefined =>
  base?.kind === 'session' && base.session !== shown
    ? open.find(({ id }) => id === base.session)?.name
    : undefined;

/** What a profile without times cannot answer; undefined where nothing of it was asked. */
function ofOneReading(
  { range: kind }: AllocationSource,
  base: CallBase | undefined,
  range: Range | undefined,
): string | undefined {
  if (kind !== 'none') return undefined;
  if (base && base.kind !== 'session') return words.oneReading;
  return range ? words.noTimes : undefined;
}

/** Where calls are reshaped for longer than one looks: what is shown is not yet what was asked for. */
function Working({ done }: { readonly done: number }) {
  return (
    <div
      className="allocations-working"
      role="progressbar"
      aria-label={words.working}
      aria-valuenow={Math.round(done * 100)}
      style={{ inlineSize: `${Math.max(4, done * 100)}%` }}
    />
  );
}

interface CallsBodyProps {
  readonly source: AllocationSource;
  readonly shown: ShownCalls;
  readonly span?: number;
  readonly side: ReactNode;
}

function CallsBody({ source, shown, span, side }: CallsBodyProps) {
  const { callView } = useWorkspace();
  const view = usePart(callView, (state) => state);
  const actionsOf = useCallActions(source);
  const { calls, upright, matches, selected, frame } = shown;
  const sampled = isEstimated(source);
  const { sourceOfFrame } = actionsOf(upright);
  // The source beside the sandwich goes with the chosen call.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another call alone
  useEffect(() => {
    if (frame !== undefined) sourceOfFrame(frame);
  }, [frame, upright.tree.frames]);
  const selectFrame = (at: number): void =>
    callView.change({ selected: [functionKey(upright.tree.frames, at)] });
  const table = (kind: typeof view.by, narrow = false) => (
    <PlaceTable
      narrow={narrow}
      shown={shown}
      kind={kind}
      search={matches ? view.search.trim() : ''}
      selected={frame}
      onSelect={selectFrame}
      onOpen={(at) => {
        selectFrame(at);
        callView.change({ form: 'sandwich' });
      }}
    />
  );
  const picture =
    view.form === 'table' ? (
      table(view.by)
    ) : view.form === 'sandwich' ? (
      <Group orientation="horizontal">
        <Panel id="functions" minSize={356} defaultSize="38%">
          <div className="column allocations-picture">{table('function', true)}</div>
        </Panel>
        <Separator className="splitter splitter-across" />
        <Panel id="sandwich" minSize={260}>
          <SandwichView
            shown={shown}
            frame={frame}
            order={view.order}
            relative={view.relative}
            sampled={sampled}
            actions={actionsOf}
            onSelect={selectFrame}
          />
        </Panel>
      </Group>
    ) : (
      <FlameView
        calls={calls}
        order={shown.order}
        layout={shown.layout}
        upwards={view.form === 'flame'}
        relative={view.relative}
        matched={matches && matches.calls > 0 ? matches.frames : undefined}
        selected={selected}
        label={words.graph}
        span={span}
        sampled={sampled}
        onSelect={(row) =>
          callView.change({ selected: row === undefined ? undefined : pathOf(calls.tree, row) })
        }
        onBack={callView.undo}
        actions={actionsOf(calls)}
      />
    );
  const detailed = frame !== undefined && view.form !== 'sandwich';
  return (
    <Group orientation="vertical" className={sampled ? 'grow estimated-figures' : 'grow'}>
      <Panel id="picture" minSize={120}>
        <div className="column allocations-picture">{picture}</div>
      </Panel>
      {detailed && (
        <>
          <Separator className="splitter splitter-down" />
          <Panel id="details" minSize={110} defaultSize="42%">
            <Group orientation="horizontal">
              <Panel id="around" minSize={300} defaultSize="58%">
                <div className="column allocations-picture">
                  <h3 className="row details-head">
                    <span className="strong">{words.forms.sandwich}</span>
                    <bdi className="mono cut">{callName(upright.tree, frame)}</bdi>
                  </h3>
                  <AroundTable
                    shown={shown}
                    frame={frame}
                    onSource={(at) => actionsOf(upright).sourceOfFrame(at)}
                  />
                </div>
              </Panel>
              <Separator className="splitter splitter-across" />
              <Panel id="source" minSize={200}>
                {side}
              </Panel>
            </Group>
          </Panel>
        </>
      )}
    </Group>
  );
}

/** What the card of a call can do, for the rows of any tree of these calls. */
function useCallActions(
  source: AllocationSource,
): (calls: Calls) => CardActions & { sourceOfFrame(frame: number): void } {
  const { callView, sourcePlace, layout } = useWorkspace();
  const editor = usePart(sourcePlace, (state) => state.editor);
  const inverted = usePart(callView, (state) => state.inverted);
  return ({ tree }) => {
    const key = (row: number): string => functionKey(tree.frames, tree.frame[row]);
    const sourceOfFrame = (frame: number): void => {
      const { file, line, name } = tree.frames;
      // The source of another call beside this one would be taken for its own.
      if (!file[frame] || isLabel(file[frame])) {
        sourcePlace.show(undefined);
        return;
      }
      sourcePlace.show({
        ...{ file: file[frame], line: line[frame], function: name[frame] },
        target: source.target,
      });
    };
    return {
      // From the leaf a call has no place of its own in the tree: its function is what can be focused.
      focus: (row) =>
        callView.add(
          inverted ? { kind: 'function', key: key(row) } : { kind: 'call', path: pathOf(tree, row) },
        ),
      focusFunction: (row) => callView.add({ kind: 'function', key: key(row) }),
      drop: (row) => callView.add({ kind: 'drop', key: key(row) }),
      merge: (row) => callView.add({ kind: 'merge', key: key(row) }),
      sandwich: (row) => callView.change({ form: 'sandwich', selected: [key(row)] }),
      source(row) {
        sourceOfFrame(tree.frame[row]);
        layout.openPane('source');
      },
      sourceOfFrame,
      editorLink: ({ file, line }) => editorLink(editor, file, line),
    };
  };
}

/** Which readings the answer is of, in words. */
function useRangeOf(
  services: ReturnType<typeof useEngine>['services'],
  { id }: OpenSession,
  query: AllocationQuery,
) {
  type Known = Awaited<ReturnType<typeof services.sessions.allocationRange>>;
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    let wanted = true;
    services.sessions.allocationRange(id, query).then(
      (range) => wanted && setKnown(range),
      () => wanted && setKnown(undefined),
    );
    return () => {
      wanted = false;
    };
  }, [services, id, query]);
  return known;
}
