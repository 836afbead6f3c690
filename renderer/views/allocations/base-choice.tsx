import type { AllocationSource, OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { useEngine } from '../../connection/engine.js';
import type { CallBase } from '../../state/call-view.js';
import type { Range } from '../../state/span.js';
import { useAllocationSources } from '../../state/use-allocation-sources.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Choice } from '../../widgets/choice.js';
import { momentText } from '../../widgets/numbers.js';
import { words } from './words.js';

interface BaseChoiceProps {
  readonly session: OpenSession;
  readonly sources: readonly AllocationSource[];
  readonly source: AllocationSource;
  readonly range?: Range;
  readonly base: CallBase;
}

interface BaseOption {
  readonly text: string;
  readonly base: CallBase;
}

/** More readings than this are thinned out: a list is for choosing. */
const MOST_TIMES = 1000;

/** The other point of a comparison: a moment of this source, another source, or any moment of another session. */
export function BaseChoice({ session, sources, source, range, base }: BaseChoiceProps) {
  const { callView, sessions } = useWorkspace();
  const open = usePart(sessions, (state) => state.open);
  const bases: readonly BaseOption[] = [
    {
      text: range
        ? words.baseStart(momentText(range.from))
        : words.baseFirst(momentText(source.times[0] ?? 0)),
      base: { kind: 'start' },
    },
    ...momentsOf(source).map((at) => ({
      text: words.baseTime(momentText(at)),
      base: { kind: 'time', at } as const,
    })),
    ...sources
      .filter(({ id }) => id !== source.id)
      .map(({ id, name }) => ({
        text: words.baseSource(printable(name, 60)),
        base: { kind: 'session', session: session.id, source: id } as const,
      })),
    ...open
      .filter(({ id }) => id !== session.id)
      .map(({ id, name }) => ({
        text: printable(name, 60),
        base: { kind: 'session', session: id } as const,
      })),
  ];
  const other = base.kind === 'session' ? open.find(({ id }) => id === base.session) : undefined;
  return (
    <>
      <Choice
        label={words.base}
        value={keyOf(base, session)}
        none={words.noBase}
        options={bases.map((one) => ({ value: keyOf(one.base, session), text: one.text }))}
        onChange={(chosen) =>
          callView.change({ base: bases.find((one) => keyOf(one.base, session) === chosen)?.base })
        }
      />
      {base.kind === 'session' && other && (
        <OtherPoint key={other.id} session={other} own={other.id === session.id} like={source} base={base} />
      )}
    </>
  );
}

/** Of this session a source is an entry of its own; of another what it is compared with stands in further lists. */
const keyOf = (base: CallBase, { id }: OpenSession): string =>
  base.kind === 'start'
    ? 'start'
    : base.kind === 'time'
      ? `at ${base.at}`
      : `session ${base.session} ${base.session === id ? (base.source ?? '') : ''}`;

const momentsOf = ({ times }: AllocationSource): readonly number[] => {
  const step = Math.max(1, Math.ceil(times.length / MOST_TIMES));
  return times.filter((_, index) => index % step === 0);
};

interface OtherPointProps {
  readonly session: OpenSession;
  /** It is the session that is shown: its source has been chosen. */
  readonly own: boolean;
  /** A source of the same kind is taken where none is chosen. */
  readonly like: AllocationSource;
  readonly base: Extract<CallBase, { readonly kind: 'session' }>;
}

/** Which allocations of another session, and of which moment. */
function OtherPoint({ session, own, like, base }: OtherPointProps) {
  const { services } = useEngine();
  const { callView } = useWorkspace();
  const { sources } = useAllocationSources(services, session);
  if (!sources) return null;
  const wanted = base.source ?? like.id;
  const source = sources.find(({ id }) => id === wanted) ?? sources.at(0);
  if (!source) return <span className="about">{words.baseEmpty}</span>;
  return (
    <>
      {!own && sources.length > 1 && (
        <Choice
          label={words.baseOfSession}
          value={source.id}
          options={sources.map(({ id, name }) => ({ value: id, text: printable(name, 60) }))}
          onChange={(id) => callView.change({ base: { kind: 'session', session: session.id, source: id } })}
        />
      )}
      {source.range !== 'none' && source.times.length > 0 && (
        <Choice
          label={words.baseMoment}
          value={base.at === undefined ? '' : String(base.at)}
          none={words.baseEnd(momentText(source.to))}
          options={momentsOf(source)
            .filter((at) => at !== source.to)
            .map((at) => ({ value: String(at), text: momentText(at) }))}
          onChange={(at) =>
            callView.change({
              base: {
                ...{ kind: 'session', session: session.id },
                ...(own || base.source !== undefined ? { source: source.id } : {}),
                ...(at === undefined ? {} : { at: Number(at) }),
              },
            })
          }
        />
      )}
    </>
  );
}
