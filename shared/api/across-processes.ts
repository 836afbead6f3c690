import type { Finding } from '../model/finding.js';

/** A finding with its place in the list that it stands in, from 0: `check --finding` and the window count by it. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly at: number;
}

/** A leak, told once, and the other processes that leak in the same line or the same holder. */
export interface FindingAcross extends PlacedFinding {
  readonly others: readonly PlacedFinding[];
}

/**
 * Workers of one program leak alike: findings of other processes with the same rule, holder and line stand with the
 * first of them. In the order given; what has neither holder nor line stands alone.
 */
export function acrossProcesses(findings: readonly Finding[]): readonly FindingAcross[] {
  const groups: { finding: Finding; at: number; others: PlacedFinding[] }[] = [];
  const first = new Map<string, (typeof groups)[number][]>();
  findings.forEach((finding, at) => {
    const key = leakKey(finding);
    const alike = key === undefined ? [] : (first.get(key) ?? []);
    // Two of one process are two leaks, however alike.
    const group = alike.find((one) =>
      [one.finding, ...one.others.map((other) => other.finding)].every(
        ({ target }) => target !== finding.target,
      ),
    );
    if (group) {
      group.others.push({ finding, at });
      return;
    }
    const made = { finding, at, others: [] };
    groups.push(made);
    if (key !== undefined) first.set(key, [...alike, made]);
  });
  return groups;
}

function leakKey({ rule, pin, location }: Finding): string | undefined {
  if (pin === undefined && location === undefined) return undefined;
  return JSON.stringify([rule, pin, location?.file, location?.line]);
}
