import { ArrowLeftRight } from 'lucide-react';
import { useMemo } from 'react';
import type { AllocationSource, OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { countText } from '../../../shared/base/quantity.js';
import { THREAD_FILE, TYPE_FILE } from '../../../shared/model/label-frames.js';
import { useEngine } from '../../connection/engine.js';
import type { CallView } from '../../state/call-view.js';
import type { Range } from '../../state/span.js';
import { useAllocationOffers } from '../../state/use-allocation-offers.js';
import { useNarrow } from '../../state/use-narrow.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { Chip } from '../../widgets/chip.js';
import { Choice } from '../../widgets/choice.js';
import { Key } from '../../widgets/key.js';
import { SearchField } from '../../widgets/search-field.js';
import { Segments } from '../../widgets/segments.js';
import { BaseChoice } from './base-choice.js';
import { amountDelta, amountText, shareText } from './call-figures.js';
import { ExportCalls } from './export-calls.js';
import { StepChips } from './step-chips.js';
import { TrackingButtons } from './tracking-buttons.js';
import { useMatchSteps } from './use-match-steps.js';
import type { ShownCalls } from './use-shown-calls.js';
import { words } from './words.js';

interface AllocationsBarProps {
  readonly session: OpenSession;
  readonly sources: readonly AllocationSource[];
  readonly source: AllocationSource;
  readonly view: CallView;
  readonly range?: Range;
  readonly shown?: ShownCalls;
}

const FORMS = ['icicle', 'flame', 'sandwich', 'table'] as const;
const KINDS = ['function', 'line', 'file', 'module', 'package', 'thread', 'type'] as const;

/** Which allocations, compared with what, shown how, and what is searched in them. */
export function AllocationsBar({ session, sources, source, view, range, shown }: AllocationsBarProps) {
  const { services } = useEngine();
  const offers = useAllocationOffers(services, session, source.target);
  const narrow = useNarrow();
  const { callView } = useWorkspace();
  const { form, measure, order, inverted, base, scope, steps, search } = view;
  const change = callView.change;
  const has = (kind: 'runtime' | 'recursion'): boolean => steps.some((step) => step.kind === kind);
  const toggle = (kind: 'runtime' | 'recursion', on: boolean): void =>
    callView.setSteps(on ? [{ kind }, ...steps] : steps.filter((step) => step.kind !== kind));
  const canScope = range && source.range === 'held' && !base;
  const known = useMemo(() => knownLabels(shown?.tree.frames.file), [shown?.tree.frames.file]);
  const ordered = useMemo(() => keepsOrder(shown?.tree.first), [shown?.tree.first]);
  const onSearchKey = useMatchSteps(shown, search);
  const found = shown?.found;
  const at = found && shown?.selected !== undefined ? found.indexOf(shown.selected) : -1;
  return (
    <>
      <div className="row allocations-bar">
        <Segments
          label={words.form}
          value={form}
          options={FORMS.map((value) => ({ value, text: words.forms[value] }))}
          onChange={(value) => change({ form: value })}
        />
        {source.unit === 'bytes' && (
          <Segments
            label={words.measure}
            value={measure}
            options={(['bytes', 'count'] as const).map((value) => ({ value, text: words.measures[value] }))}
            onChange={(value) => change({ measure: value })}
          />
        )}
        {canScope && (
          <Segments
            label={words.scope}
            value={scope}
            options={(['range', 'end'] as const).map((value) => ({ value, text: words.scopes[value] }))}
            onChange={(value) => change({ scope: value })}
          />
        )}
        <Button
          icon={ArrowLeftRight}
          hint="D"
          pressed={base !== undefined}
          data-diff
          title={words.diffAbout}
          onClick={() => change({ base: base ? undefined : { kind: 'start' } })}
        >
          {words.diff}
        </Button>
        <SearchField
          label={words.search}
          value={search}
          onChange={(text) => change({ search: text })}
          className="allocations-search"
          onKeyDown={onSearchKey}
        />
        {search.trim() && shown && (
          <SearchSums
            shown={shown}
            measure={measure}
            at={at}
            current={shown.settled && shown.searched === search.trim()}
          />
        )}
        <span className="grow" />
        {shown && (
          <ExportCalls
            shown={shown}
            name={session.name}
            unit={source.unit}
            interval={source.interval}
            narrow={narrow}
          />
        )}
      </div>
      <div className="row allocations-bar">
        <SourceChoice session={session} sources={sources} source={source} />
        {base && <BaseChoice {...{ session, sources, source, range, base }} />}
        {form === 'table' ? (
          <Choice
            label={words.by}
            value={view.by}
            options={KINDS.filter((kind) => known[kind] ?? true).map((value) => ({
              value,
              text: words.kinds[value],
            }))}
            onChange={(value) => value && change({ by: value })}
          />
        ) : shown && !ordered && order === 'heavy' ? (
          <span className="about" title={words.noTime}>
            {words.orders.heavy}
          </span>
        ) : (
          <Choice
            label={words.order}
            value={order}
            options={(['heavy', 'time'] as const).map((value) => ({ value, text: words.orders[value] }))}
            onChange={(value) => value && change({ order: value })}
          />
        )}
        {(form === 'icicle' || form === 'flame') && (
          <Chip on={inverted} onChange={(on) => change({ inverted: on })} title={words.invertedAbout}>
            {words.inverted}
          </Chip>
        )}
        {form !== 'table' && (known.thread || known.type) && (
          <Chip on={view.labels} onChange={(labels) => change({ labels })} title={words.labelsAbout}>
            {words.labels}
          </Chip>
        )}
        <Chip on={has('runtime')} onChange={(on) => toggle('runtime', on)} title={words.runtimeAbout}>
          {words.runtime}
        </Chip>
        <Chip on={has('recursion')} onChange={(on) => toggle('recursion', on)} title={words.recursionAbout}>
          {words.recursion}
        </Chip>
        {base && (
          <Chip on={view.relative} onChange={(relative) => change({ relative })} title={words.relativeAbout}>
            {words.relative}
          </Chip>
        )}
        {session.live && <TrackingButtons session={session} target={source.target} offers={offers} />}
        <StepChips steps={steps} />
      </div>
    </>
  );
}

/** Whether calls were made one after the other, as far as the source knows. */
const keepsOrder = (first: Float64Array = new Float64Array()): boolean => first.some((at) => at !== first[0]);

/** Which tables the source can fill beside those that every one can. */
function knownLabels(files: readonly string[] = []): Readonly<Partial<Record<CallView['by'], boolean>>> {
  return { thread: files.includes(THREAD_FILE), type: files.includes(TYPE_FILE) };
}

function SearchSums({
  shown,
  measure,
  at,
  current,
}: {
  readonly shown: ShownCalls;
  readonly measure: 'bytes' | 'count';
  /** Which of what was found is selected; -1 none. */
  readonly at: number;
  /** They are of what is typed, in what was asked for; else of what was before. */
  readonly current: boolean;
}) {
  const { matches, searchTrouble, found = [] } = shown;
  if (searchTrouble) return <span className="about">{searchTrouble.message}</span>;
  if (!matches) return null;
  const { total, baseTotal, share, frameCount, calls } = matches;
  if (calls === 0) return <span className="about">{words.noMatch}</span>;
  const title = words.found(words.functions(countText(frameCount)), countText(calls));
  return (
    <span title={title} data-match={current || undefined} aria-busy={!current}>
      <span className="strong">{amountText(total, measure)}</span> {words.match}, {shareText(share)}
      {baseTotal !== undefined && (
        <>
          {', '}
          <span className={`strong ${total > baseTotal ? 'grew' : total < baseTotal ? 'shrank' : 'about'}`}>
            {amountDelta(total - baseTotal, measure)}
          </span>
        </>
      )}{' '}
      <span className="about">{at < 0 ? title : words.nth(at + 1, found.length)}</span> <Key>Enter</Key>
    </span>
  );
}

function SourceChoice({
  session,
  sources,
  source,
}: Pick<AllocationsBarProps, 'session' | 'sources' | 'source'>) {
  const { callView, selection } = useWorkspace();
  const textOf = ({ target, name }: AllocationSource): string => {
    const found = session.info.targets.find(({ id }) => id === target);
    // Of a file that is a profile alone the source has its name already.
    const of = [found?.pid || '', name.startsWith(found?.name ?? '') ? '' : found?.name].filter(Boolean);
    return printable([...of, ...(of.length > 0 ? ['·'] : []), name].join(' '), 80);
  };
  return (
    <Choice
      label={words.source}
      value={source.id}
      options={sources.map((one) => ({ value: one.id, text: textOf(one) }))}
      onChange={(id) => {
        callView.change({ source: id });
        const chosen = sources.find((one) => one.id === id);
        if (chosen) selection.pointAtTarget(chosen.target);
      }}
    />
  );
}
