import { countText, sizeText } from '../../base/quantity.js';
import { containerOf } from '../container-of.js';
import type { Evidence, SourcedPath } from '../evidence.js';
import { floorGrowth } from '../floor-growth.js';
import { type FindingRule, leak, type Told } from '../rule.js';
import { severityOf } from '../severity.js';
import { classSign, located, objectSign, placeSign, seconds } from '../signs.js';

/** Fewer repetitions prove nothing. */
const LEAST_REPEATS = 3;
const MOST = 8;

/** An action was done k times, each marked: what became exactly k × n more was left behind by it. */
export const repeatedGrowth: FindingRule = {
  id: 'repeated-growth',
  judge(evidence) {
    const { repeats, heap } = evidence;
    if (!repeats || repeats.times < LEAST_REPEATS) return leak([]);
    const k = repeats.times;
    const exact = (heap?.growing ?? [])
      .filter(
        ({ row, count }) =>
          row.countDelta >= k &&
          row.countDelta % k === 0 &&
          row.addedCount === row.countDelta &&
          count % k === 0,
      )
      .sort((a, b) => b.retainedSize - a.retainedSize);
    const holders = new Map<string, SourcedPath>();
    for (const path of exact) {
      const holder = containerOf(path.steps, path.container?.step)?.path ?? path.row.name;
      if (!holders.has(holder)) holders.set(holder, path);
    }
    return leak([
      ...[...holders.values()].slice(0, MOST).map((path) => told(evidence, path, k)),
      ...['threads', 'fds'].flatMap((name) => counted(evidence, name, k)),
    ]);
  },
};

function told(evidence: Evidence, path: SourcedPath, k: number): Told {
  const { row, retainedSize, steps, place } = path;
  const holder = containerOf(steps, path.container?.step);
  const each = row.countDelta / k;
  const bytesPerSecond = retainedSize / seconds(evidence);
  return {
    severity: severityOf(bytesPerSecond),
    confidence: 'likely',
    title: `Each “${evidence.repeats?.mark}” leaves ${countText(each)} ${row.name}${holder ? ` in ${holder.path}` : ''}`,
    because: `It was done ${k} times, and there are exactly ${k} × ${countText(each)} more ${row.name}, none gone; they keep ${sizeText(retainedSize)}.`,
    ...located(place),
    ...(holder && { pin: `container:${holder.path}` }),
    path: steps,
    bytesPerSecond,
    retainedSize,
    advice: 'Look at what this action registers, opens or stores, and undo it where the action ends.',
    signs: [classSign(evidence, row), ...objectSign(evidence, path), ...placeSign(place)],
  };
}

function counted(evidence: Evidence, name: string, k: number): readonly Told[] {
  const delta = floorGrowth(evidence.series.get(name))?.delta ?? 0;
  if (delta < k || delta % k !== 0) return [];
  return [
    {
      severity: 'medium',
      confidence: 'likely',
      title: `Each “${evidence.repeats?.mark}” leaves ${delta / k} ${name}`,
      because: `It was done ${k} times, and there are exactly ${k} × ${delta / k} more ${name}.`,
      pin: `series:${name}`,
      advice: 'Look at what this action starts or opens, and end or close it where the action ends.',
      signs: [
        {
          text: `${name}: ${countText(delta)} more.`,
          series: name,
          range: { from: evidence.from, to: evidence.to },
        },
      ],
    },
  ];
}
