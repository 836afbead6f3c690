import { MAPPED_DIRECTLY } from '../../../shared/model/mapped-directly.js';
import type { Region } from '../../../shared/model/region.js';
import { V8_PROGRAM } from './allocator-marks.js';
import { isPlain } from './malloc-marks.js';

/** Of any kind: it brings a malloc. */
const LIBC = /\/(libc[-.]|ld-musl-)[^/]*$/;
const GLIBC = /\/libc(-2\.\d+)?\.so(\.6)?$/;

/**
 * Names what is left when malloc, the runtime and the stacks have been told apart: somebody took it with mmap himself. Only
 * where glibc's heads could be read, so that nothing of malloc's is among it, or Go built it without a C library; V8 has mappings of its own that bear no mark.
 * After all other marks.
 */
export function markDirect(regions: readonly Region[], go = false): readonly Region[] {
  const names = regions.flatMap(({ kind, name }) => (kind === 'code' ? name : []));
  const known = names.some((name) => GLIBC.test(name)) || (go && !names.some((name) => LIBC.test(name)));
  if (!known || names.some((name) => V8_PROGRAM.test(name))) return regions;
  return regions.map((region) => (isPlain(region) ? { ...region, name: MAPPED_DIRECTLY } : region));
}
