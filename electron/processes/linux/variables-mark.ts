import type { Region } from '../../../shared/model/region.js';

/** A larger one is more likely a mapping that came to lie there by chance. */
const MOST = 1024 * 1024;

/**
 * The variables of a program or library that begin as zeros (.bss) have no file behind them: the kernel
 * maps them without a name, right behind the file's writable part. They get the file's name.
 */
export function markVariables(regions: readonly Region[]): readonly Region[] {
  return regions.map((region, row) => {
    const before = regions[row - 1];
    const follows =
      region.kind === 'anonymous' &&
      region.name === '' &&
      region.rights === 'rw-p' &&
      region.end - region.start <= MOST &&
      before?.kind === 'file' &&
      before.rights === 'rw-p' &&
      before.end === region.start;
    return follows ? { ...region, kind: 'file' as const, name: before.name } : region;
  });
}
