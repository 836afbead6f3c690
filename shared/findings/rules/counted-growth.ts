import type { Finding, SourcePlace } from '../../model/finding.js';
import type { Evidence } from '../evidence.js';
import { floorGrowth } from '../floor-growth.js';
import { frameStep } from '../frame-step.js';
import { type FindingRule, UNSURE } from '../rule.js';

interface Counted {
  readonly rule: string;
  readonly what: string;
  readonly advice: string;
}

const THREADS: Counted = {
  rule: 'thread-growth',
  what: 'threads',
  advice:
    'End what they loop for when its client leaves: let GeneratorExit and OSError through, or bound the pool.',
};
const TIMERS: Counted = {
  rule: 'timer-growth',
  what: 'timers',
  advice: 'Clear each timer when its owner closes (clearInterval, clearTimeout).',
};
const HANDLES: Counted = {
  rule: 'handle-growth',
  what: 'open handles',
  advice: 'Close each when its work is done, also on the way of an error.',
};
/** Fewer are a pool that fills. */
const LEAST = 10;

/** What the system and the runtime count one by one, and which only ever rises: threads, timers, handles, descriptors. */
export const countedGrowth: FindingRule = {
  id: 'counted-growth',
  judge(evidence) {
    const findings = [...evidence.series.keys()].flatMap((name) => {
      const kind = kindOf(name);
      const finding = kind && risen(evidence, name, kind);
      return finding ? [finding] : [];
    });
    return findings.length === 0 ? UNSURE : { kind: 'leak', findings };
  },
};

function kindOf(series: string): Counted | undefined {
  if (series === 'threads') return THREADS;
  if (series === 'handles.Timeout.count') return TIMERS;
  if (/^handles\..+\.count$/.test(series) || series === 'fds') return HANDLES;
  return undefined;
}

/** Where frames of the new threads stand: a generator that they run, else a frame of their own; half of them at least. */
function threadPlace({ heap }: Evidence, delta: number): SourcePlace | undefined {
  const paths = heap?.growing.find(({ row }) => row.name === 'frame')?.paths ?? [];
  const held = paths.filter(({ count }) => count >= delta / 2);
  const found =
    held.find(({ steps }) => steps.at(-1)?.edge.endsWith('gi_frame')) ??
    held.find(({ steps }) => steps[0].name.startsWith('(threads)'));
  const frame = found?.steps.at(-1);
  return found?.place ?? (frame && frameStep(frame));
}

function risen(evidence: Evidence, series: string, kind: Counted): Finding | undefined {
  const growth = floorGrowth(evidence.series.get(series));
  if (!growth?.sure || growth.delta < LEAST) return undefined;
  const rate = growth.slope;
  const place =
    kind === TIMERS
      ? evidence.timerPlace
      : kind === THREADS
        ? threadPlace(evidence, growth.delta)
        : undefined;
  const named = [...evidence.series]
    .filter(([name]) => series === 'threads' && /^threads\..+\.count$/.test(name))
    .map(([name, points]) => ({ name: name.slice(8, -6), delta: floorGrowth(points)?.delta ?? 0 }))
    .filter(({ delta }) => delta > 0)
    .sort((a, b) => b.delta - a.delta);
  return {
    rule: kind.rule,
    severity: rate >= 1 ? 'high' : 'medium',
    confidence: 'likely',
    target: evidence.target,
    title: `${growth.delta} more ${kind.what}, ${rate.toFixed(1)} a second`,
    because: `The lowest number of ${kind.what} rose throughout the recording, by ${growth.delta}, and none of the rise came back.`,
    advice: kind.advice,
    ...(place && { location: { file: place.file, line: place.line, function: place.function } }),
    evidence: [
      ...(place && 'how' in place ? [`Line: ${place.how}.`] : []),
      `${series}: ${rate.toFixed(2)} a second (95 %: ${growth.low.toFixed(2)} to ${growth.high.toFixed(2)}).`,
      ...named.slice(0, 3).map(({ name, delta }) => `${delta} of them are named ${name}.`),
    ],
  };
}
