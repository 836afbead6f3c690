import { countText, sizeText } from '../../base/quantity.js';
import type { Finding } from '../../model/finding.js';
import { type Container, containerOf } from '../container-of.js';
import type { Evidence, GrowingClass, HeldPath } from '../evidence.js';
import { type FloorGrowth, floorGrowth } from '../floor-growth.js';
import { type FindingRule, UNSURE } from '../rule.js';
import { severityOf } from '../severity.js';

/** Fewer new objects on one path are the life of a program, not a leak. */
const LEAST_OBJECTS = 40;
const LEAST_BYTES = 20_000;
/** A class of which more go than stay turns over. */
const LEAST_STAYING = 0.5;

/** A collection with a name holds ever more objects of one class. Listeners are one such, by their `_events`. */
export const growingContainer: FindingRule = {
  id: 'growing-container',
  judge(evidence) {
    if (!evidence.heap) return UNSURE;
    const floors = ['heap.used', 'arrayBuffers', 'blocks'].flatMap((name) => {
      const growth = floorGrowth(evidence.series.get(name));
      return growth ? [growth] : [];
    });
    const floor = floors.find(({ sure }) => sure) ?? floors[0];
    // Two snapshots of a saw-tooth differ by where in it they were taken.
    if (floor && !floor.sure) return UNSURE;
    const best = new Map<string, Finding>();
    for (const growing of evidence.heap.growing)
      for (const path of growing.paths) {
        const container = containerOf(path.steps);
        // What no root reaches waits for the collector: another rule's.
        if (!container || path.steps[0].name.startsWith('(unreachable)') || !enough(growing, path)) continue;
        const finding = told(evidence, growing, path, container, floor);
        const before = best.get(container.path);
        if (!before || (before.retainedSize ?? 0) < path.retainedSize) best.set(container.path, finding);
      }
    return best.size === 0 ? UNSURE : { kind: 'leak', findings: [...best.values()] };
  },
};

/** A collection of JavaScript functions keeps the contexts that they were made in. */
function ruleOf({ steps }: HeldPath, className: string): string {
  if (steps.some(({ edge }) => /_events\b/.test(edge))) return 'listener-growth';
  return className === 'Function' ? 'closure-retains' : 'growing-container';
}

function enough({ row }: GrowingClass, path: HeldPath): boolean {
  return (
    path.count >= LEAST_OBJECTS &&
    path.retainedSize >= LEAST_BYTES &&
    row.countDelta >= row.addedCount * LEAST_STAYING
  );
}

function told(
  { target, heap }: Evidence,
  { row }: GrowingClass,
  path: HeldPath,
  container: Container,
  floor: FloorGrowth | undefined,
): Finding {
  const seconds = Math.max(1, heap?.span ?? 0) / 1000;
  const listeners = ruleOf(path, row.name) === 'listener-growth';
  const bytesPerSecond = path.retainedSize / seconds;
  const sure = floor?.sure === true;
  const { place } = path;
  return {
    rule: ruleOf(path, row.name),
    severity: severityOf(bytesPerSecond),
    confidence: sure ? 'likely' : 'possible',
    target,
    title: `${container.path} grows: ${countText(path.count)} new ${row.name}`,
    because: `In ${seconds.toFixed(0)} s ${countText(path.count)} objects of ${row.name} came and stayed, held by ${container.path}; they keep ${sizeText(path.retainedSize)}.`,
    ...(place && { location: { file: place.file, line: place.line, function: place.function } }),
    path: path.steps,
    bytesPerSecond,
    retainedSize: path.retainedSize,
    advice: listeners
      ? 'Remove the listener when what it serves ends (off, once, or an AbortSignal).'
      : 'Give it a bound, or take entries out when their work is done; check that the condition which empties it can be met.',
    evidence: [
      `${row.name}: ${countText(row.addedCount)} new, ${countText(row.removedCount)} gone between the first and the last snapshot.`,
      floor
        ? floorText(floor)
        : 'No series of the heap long enough to tell whether it goes on: record a minute.',
      ...(place ? [`Line: ${place.how}.`] : []),
    ],
  };
}

function floorText(floor: FloorGrowth): string {
  return floor.sure
    ? `The floor of the heap rises by ${floor.slope.toFixed(0)} a second (95 %: ${floor.low.toFixed(0)} to ${floor.high.toFixed(0)}).`
    : 'The floor of the heap does not surely rise over this recording: record a minute or more.';
}
