import { packageOf } from '../../../shared/analysis/allocations/place-names.js';
import { fillOf } from './flame-look.js';
import type { ShownCalls } from './use-shown-calls.js';

const MOST = 5;

export interface Package {
  readonly fill: number;
  /** The largest first. */
  readonly names: readonly string[];
}

/** The packages that allocate most by themselves, for the legend: one entry a colour. */
export function packagesOf({
  upright,
  packages: frames,
}: Pick<ShownCalls, 'upright' | 'packages'>): readonly Package[] {
  const { file, name } = upright.tree.frames;
  const packages: Package[] = [];
  for (const frame of frames) {
    const fill = fillOf(file[frame], name[frame]);
    const whose = packageOf(file[frame], name[frame]);
    const same = packages.findIndex((one) => one.fill === fill);
    // Two of one colour are named together.
    if (same >= 0) packages[same] = { fill, names: [...packages[same].names, whose] };
    else if (packages.length < MOST) packages.push({ fill, names: [whose] });
  }
  return packages;
}
