import type { RegionKind } from '../../../shared/model/region.js';

/** What the kernel's own line tells. Stacks of threads and malloc's arenas look like any memory here. */
export function regionKind(name: string, rights: string): RegionKind {
  const executable = rights[2] === 'x';
  if (name === '' || name.startsWith('[anon:')) return executable ? 'code' : 'anonymous';
  if (name.startsWith('[anon_shmem:')) return 'shared';
  if (name === '[heap]') return 'heap';
  if (name.startsWith('[stack')) return 'stack';
  if (name.startsWith('[')) return 'kernel'; // [vdso], [vvar], [vsyscall], [uprobes]
  if (SHARED.test(name)) return 'shared';
  if (DEVICE.test(name)) return 'device';
  return executable ? 'code' : 'file';
}

/** Memory that has a file's shape but lies in RAM: shared anonymous memory is `/dev/zero (deleted)`. */
const SHARED = /^(\/dev\/shm\/|\/dev\/zero|\/memfd:|\/SYSV|\/drm mm object|\/dev\/ashmem|\/run\/shm\/)/;
const DEVICE = /^(\/dev\/|anon_inode:|\/dmabuf|dmabuf|\/i915)/;
