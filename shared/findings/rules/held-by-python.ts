import { countText, sizeText } from '../../base/quantity.js';
import type { Finding, SourcePlace } from '../../model/finding.js';
import type { Evidence, GrowingClass, HeldPath } from '../evidence.js';
import { frameStep } from '../frame-step.js';
import { type FindingRule, UNSURE } from '../rule.js';
import { severityOf } from '../severity.js';

type Told = Pick<Finding, 'rule' | 'title' | 'advice'> & { readonly location?: SourcePlace };

const LEAST_BYTES = 20_000;
/** Frames are few and small; what they keep is often counted elsewhere. */
const LEAST_FRAMES = 10;
const LEAST_OBJECTS = 40;

/** Holders that only CPython has: a cache around a method, an exception's traceback, cycles nobody collects. */
export const heldByPython: FindingRule = {
  id: 'held-by-python',
  judge(evidence) {
    const best = new Map<string, Finding>();
    for (const growing of evidence.heap?.growing ?? [])
      for (const path of growing.paths) {
        const told = exceptionFrame(path) ?? cachedMethod(growing, path) ?? cycle(growing, path);
        if (!told || growing.row.countDelta * 2 < growing.row.addedCount) continue;
        const before = best.get(told.rule);
        if (!before || (before.retainedSize ?? 0) < path.retainedSize)
          best.set(told.rule, finding(evidence, growing, path, told));
      }
    // A traceback's cycle is unreachable too: its cause is the exception.
    if (best.has('exception-keeps-frame')) best.delete('reference-cycle');
    return best.size === 0 ? UNSURE : { kind: 'leak', findings: [...best.values()] };
  },
};

function exceptionFrame(path: HeldPath): Told | undefined {
  const at = path.steps.findIndex(({ edge }) => edge.endsWith('tb_frame'));
  const frame = at < 0 ? undefined : frameStep(path.steps[at]);
  if (!frame || path.count < LEAST_FRAMES) return undefined;
  return {
    rule: 'exception-keeps-frame',
    title: `Tracebacks keep ${countText(path.count)} frames of ${frame.function}`,
    location: path.place ?? frame,
    advice: 'Drop the local that holds the exception (del, or None in finally), or clear its __traceback__.',
  };
}

function cachedMethod({ row }: GrowingClass, path: HeldPath): Told | undefined {
  const at = path.steps.findIndex(({ name }) => name === 'functools._lru_cache_wrapper');
  if (at < 0 || path.count < LEAST_OBJECTS || path.retainedSize < LEAST_BYTES) return undefined;
  // A cached function of a module is an ordinary cache: it holds no instance by being a method.
  const owner = path.steps.slice(0, at).findLast(({ name }) => name !== 'dict');
  if (!owner || owner.name.startsWith('module ')) return undefined;
  const method = path.steps[at].edge.replace(/^[.]/, '');
  return {
    rule: 'cache-holds-instance',
    title: `The cache of ${method} keeps ${countText(path.count)} ${row.name}`,
    location: path.place,
    advice:
      'Cache on the instance (cached_property), or in a function that does not take self; or lower maxsize.',
  };
}

function cycle({ row }: GrowingClass, { steps, count, retainedSize }: HeldPath): Told | undefined {
  const unreachable = steps[0]?.name.startsWith('(unreachable)');
  if (!unreachable || count < LEAST_OBJECTS || retainedSize < LEAST_BYTES) return undefined;
  return {
    rule: 'reference-cycle',
    title: `${countText(count)} ${row.name} are reached by nothing and not collected`,
    advice:
      'Make the reference back to the parent weak (weakref), or let the collector run (gc.enable, lower thresholds).',
  };
}

function finding({ target, heap }: Evidence, { row }: GrowingClass, path: HeldPath, told: Told): Finding {
  const bytesPerSecond = path.retainedSize / (Math.max(1000, heap?.span ?? 0) / 1000);
  const { location, ...rest } = told;
  return {
    ...rest,
    ...(location && { location: { file: location.file, line: location.line, function: location.function } }),
    severity: severityOf(bytesPerSecond),
    confidence: 'likely',
    target,
    because: `${countText(path.count)} new objects of ${row.name} are held this way and keep ${sizeText(path.retainedSize)}.`,
    path: path.steps,
    bytesPerSecond,
    retainedSize: path.retainedSize,
    evidence: [
      `${row.name}: ${countText(row.addedCount)} new, ${countText(row.removedCount)} gone between the snapshots.`,
      ...(path.place ? [`Line: ${path.place.how}.`] : []),
    ],
  };
}
