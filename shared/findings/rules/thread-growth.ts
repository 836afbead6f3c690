import { countText } from '../../base/quantity.js';
import type { Sign } from '../../model/finding.js';
import type { ThreadFacts } from '../../model/heap-evidence.js';
import type { Evidence, FoundPlace } from '../evidence.js';
import { floorGrowth } from '../floor-growth.js';
import { isLibrary } from '../heap/python-place.js';
import { type FindingRule, leak } from '../rule.js';
import { located } from '../signs.js';

/** Fewer are a pool that fills. */
const LEAST = 10;

/** Ever more threads: which, started by what, and the line where they all wait. */
export const threadGrowth: FindingRule = {
  id: 'thread-growth',
  judge(evidence) {
    const growth = floorGrowth(evidence.series.get('threads'));
    if (!growth?.sure || growth.delta < LEAST) return leak([]);
    const group = evidence.heap?.threads.find(({ count, before }) => count - before >= growth.delta / 2);
    const rate = growth.slope;
    const waits = group?.waits;
    const workers = mostlyWorkers(evidence, growth.delta);
    const place = workers || (waits && isLibrary(waits.file)) ? (madeAt(evidence) ?? waits) : waits;
    return leak([
      {
        severity: rate >= 1 ? 'high' : 'medium',
        confidence: 'likely',
        title: `${countText(growth.delta)} more ${workers ? 'worker threads' : 'threads'}, ${rate.toFixed(1)} a second${group ? ` (${group.pattern})` : ''}`,
        because: `The lowest number of threads rose throughout the recording, by ${countText(growth.delta)}, and none of the rise came back.${waits ? ` They wait in ${waits.function ?? waits.file}.` : ''}`,
        ...located(place),
        pin: 'series:threads',
        advice: workers
          ? 'End each worker when its work is done (terminate(), or let its last listener go), or keep a few of them in a pool.'
          : 'End what they loop for when its client leaves: let GeneratorExit and OSError through, give waits a time limit, or bound the pool.',
        signs: [
          {
            text: `threads: ${rate.toFixed(2)} a second (95 %: ${growth.low.toFixed(2)} to ${growth.high.toFixed(2)}).`,
            series: 'threads',
            range: { from: evidence.from, to: evidence.to },
          },
          ...(group ? groupSigns(evidence, group) : namedSigns(evidence)),
        ],
      },
    ]);
  },
};

/** Isolates of V8: Node names their threads so from 22 on. */
function mostlyWorkers({ series }: Evidence, delta: number): boolean {
  return (floorGrowth(series.get('threads.WorkerThread.count'))?.delta ?? 0) >= delta / 2;
}

/** Where the program makes them, of workers, and of threads that are in a library from their first line on: timers. */
function madeAt({ heap }: Evidence): FoundPlace | undefined {
  return heap?.growing.find(({ row, place }) => place && /(Thread|Timer|Worker)$/.test(row.name))?.place;
}

function groupSigns(
  { heap }: Evidence,
  { pattern, count, before, start, waits }: ThreadFacts,
): readonly Sign[] {
  return [
    {
      text: `${pattern}: ${countText(before)} before, ${countText(count)} now${start ? `, started in ${start.function ?? start.file}` : ''}.`,
      ...(heap && { snapshots: heap.snapshots }),
    },
    ...(waits
      ? [
          {
            text: `All of these wait at ${waits.file.split(/[\\/]/).at(-1)}:${waits.line}${waits.function ? `, in ${waits.function}` : ''}.`,
          },
        ]
      : []),
  ];
}

/** Without a look inside, the names that the system knows. */
function namedSigns({ series }: Evidence): readonly Sign[] {
  return [...series]
    .filter(([name]) => /^threads\..+\.count$/.test(name))
    .map(([name, points]) => ({ name, delta: floorGrowth(points)?.delta ?? 0 }))
    .filter(({ delta }) => delta > 0)
    .sort((a, b) => b.delta - a.delta)
    .slice(0, 3)
    .map(({ name, delta }) => ({
      text: `${countText(delta)} of them are named ${name.slice(8, -6)}.`,
      series: name,
    }));
}
