import { countText } from '../../base/quantity.js';
import type { Evidence, Opening, SourcedPath } from '../evidence.js';
import { type FloorGrowth, floorGrowth } from '../floor-growth.js';
import { type FindingRule, leak, type Told } from '../rule.js';
import { located, placeSign, seconds } from '../signs.js';

const LEAST = 10;
const WHAT: Readonly<Record<string, string>> = { fds: 'open descriptors', children: 'child processes' };
/** Objects that own a descriptor or a process. */
const OWNERS =
  /(^|\.)(socket|SSLSocket|FileIO|TextIOWrapper|BufferedReader|BufferedWriter|Popen|Process|Socket|TCP|Pipe|FileHandle|ChildProcess|ServerResponse|IncomingMessage)$/;

/** Sockets, files, pipes, child processes: what is opened and not closed, counted by the system or by the runtime. */
export const handleGrowth: FindingRule = {
  id: 'handle-growth',
  judge(evidence) {
    const rising = [...evidence.series.keys()].flatMap((name) => {
      const growth = counted(name) ? floorGrowth(evidence.series.get(name)) : undefined;
      return growth?.sure && growth.delta >= LEAST ? [{ name, growth }] : [];
    });
    // A handle of the runtime says more than the descriptor that it has.
    const own = rising.filter(({ name }) => name !== 'fds');
    return leak((own.length > 0 ? own : rising).map(({ name, growth }) => told(evidence, name, growth)));
  },
};

const counted = (series: string): boolean =>
  series === 'fds' ||
  series === 'children' ||
  (/^handles\..+\.count$/.test(series) && !series.includes('Timeout'));

function told(evidence: Evidence, series: string, growth: FloorGrowth): Told {
  const what = WHAT[series] ?? `handles of kind ${series.slice(8, -6)}`;
  const kinds = [...evidence.series]
    .filter(([name]) => series === 'fds' && /^fds\..+\.count$/.test(name))
    .map(([name, points]) => ({ name, kind: name.slice(4, -6), delta: deltaOf(points) }))
    .filter(({ delta }) => delta >= growth.delta / 4)
    .sort((a, b) => b.delta - a.delta);
  const owner = ownerOf(evidence, growth) ?? heldWith(evidence, growth, kinds[0]?.kind ?? series);
  const place = owner?.place ?? evidence.heap?.opening?.[openedAs(kinds[0]?.kind ?? series)];
  return {
    severity: growth.slope >= 1 ? 'high' : 'medium',
    confidence: 'likely',
    title: `${countText(growth.delta)} more ${what}${kinds[0] ? `, mostly of kind ${kinds[0].kind}` : ''}, ${growth.slope.toFixed(1)} a second`,
    because: `The lowest number of ${what} rose throughout the recording, by ${countText(growth.delta)}, and none of the rise came back.`,
    ...located(place),
    pin: `series:${series}`,
    ...(owner && { path: owner.steps }),
    advice:
      series === 'children'
        ? 'Wait for each child, or end it, also on the way of an error; bound how many run at once.'
        : 'Close each when its work is done, also on the way of an error (with, finally, using).',
    signs: [
      {
        text: `${series}: ${growth.slope.toFixed(2)} a second (95 %: ${growth.low.toFixed(2)} to ${growth.high.toFixed(2)}).`,
        series,
        range: { from: evidence.from, to: evidence.to },
      },
      ...kinds
        .slice(0, 3)
        .map(({ name, kind, delta }) => ({ text: `${kind}: ${countText(delta)} more.`, series: name })),
      ...(owner && evidence.heap
        ? [
            {
              text: `${owner.row.name}: ${countText(owner.count)} new objects.`,
              snapshots: evidence.heap.snapshots,
              className: owner.row.name,
            },
          ]
        : []),
      ...placeSign(place),
    ],
  };
}

// A process has up to three pipes, a request its socket and its file.
const ownerOf = ({ heap }: Evidence, { delta }: FloorGrowth): SourcedPath | undefined =>
  heap?.growing.find(({ row, count }) => OWNERS.test(row.name) && count >= delta / 4);

/** The only collection of the program that got about as many objects: each of them has one. Snapshots lie closer than the recording is long. */
function heldWith(evidence: Evidence, { slope }: FloorGrowth, kind: string): SourcedPath | undefined {
  const { heap } = evidence;
  const between = slope * seconds(evidence);
  if (!/^(file|socket|fds)$/.test(kind)) return undefined;
  const found = (heap?.growing ?? []).filter(
    ({ count, place, container }) =>
      container !== undefined && place !== undefined && Math.abs(count - between) <= between * ALIKE,
  );
  return new Set(found.map(({ place }) => place?.line)).size === 1 ? found[0] : undefined;
}

const ALIKE = 0.1;

/** By the system's kind of a descriptor, or by what Node calls a handle. */
function openedAs(kind: string): keyof Opening {
  if (/^(children|pipe)$|Process|Pipe/.test(kind)) return 'process';
  return /socket|TCP|UDP|TLS|Server|HTTP|DNS/i.test(kind) ? 'socket' : 'file';
}

/** Kinds are read seldom: last minus first. */
function deltaOf({ value }: { readonly value: ArrayLike<number> }): number {
  const known = Array.from(value).filter(Number.isFinite);
  return known.length < 2 ? 0 : known[known.length - 1] - known[0];
}
