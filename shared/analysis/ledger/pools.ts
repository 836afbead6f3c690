import { unreachable } from '../../base/unreachable.js';
import { GO_HEAP, MAPPED_DIRECTLY } from '../../model/mapped-directly.js';
import type { Region } from '../../model/region.js';

/** RSS by what the mappings alone tell, before any runtime is asked. Sums to `rss`. */
export interface Pools {
  readonly rss: number;
  /** Without a name and not executable, without `pages`. */
  readonly anonymous: number;
  /** The same, in the shape in which V8 takes memory: 256 kB or more of it, at a multiple of 256 kB. */
  readonly pages: number;
  /** What native code took with mmap itself. */
  readonly mapped: number;
  /** Without a name and executable. */
  readonly jit: number;
  /** Arenas of CPython's allocator. */
  readonly pymalloc: number;
  /** Blocks of malloc with a mapping of their own. */
  readonly mallocLarge: number;
  /** `[heap]` and the arenas of threads. */
  readonly mallocArenas: number;
  readonly stacks: number;
  readonly code: number;
  readonly data: number;
  readonly files: number;
  readonly shared: number;
  readonly devices: number;
  readonly kernel: number;
}

/** Names that the reader of the mappings gives; every other heap is malloc's. */
const HEAPS: Readonly<Record<string, 'pymalloc' | 'mallocLarge' | 'mapped'>> = {
  '[pymalloc arenas]': 'pymalloc',
  '[malloc large blocks]': 'mallocLarge',
  [GO_HEAP]: 'mapped',
};

export function pools(regions: readonly Region[]): Pools {
  const sum = {
    rss: 0,
    anonymous: 0,
    pages: 0,
    mapped: 0,
    jit: 0,
    pymalloc: 0,
    mallocLarge: 0,
    mallocArenas: 0,
    stacks: 0,
    code: 0,
    data: 0,
    files: 0,
    shared: 0,
    devices: 0,
    kernel: 0,
  };
  // An executable or library is mapped in several parts: constants and variables lie beside its code.
  const programs = new Set(
    regions.filter(({ kind, name }) => kind === 'code' && name).map(({ name }) => name),
  );
  for (const region of regions) {
    const { kind, name, rss } = region;
    sum.rss += rss;
    switch (kind) {
      case 'heap':
        sum[HEAPS[name] ?? 'mallocArenas'] += rss;
        break;
      case 'anonymous':
        sum[name === MAPPED_DIRECTLY ? 'mapped' : isPages(region) ? 'pages' : 'anonymous'] += rss;
        break;
      case 'stack':
        sum.stacks += rss;
        break;
      case 'code':
      case 'file': {
        if (name === '' || name.startsWith('[anon')) {
          sum.jit += rss;
          break;
        }
        const written = Math.min(rss, region.anonymous);
        sum.data += written;
        sum[programs.has(name) ? 'code' : 'files'] += rss - written;
        break;
      }
      case 'shared':
        sum.shared += rss;
        break;
      case 'device':
        sum.devices += rss;
        break;
      case 'kernel':
        sum.kernel += rss;
        break;
      default:
        return unreachable(kind);
    }
  }
  return sum;
}

const PAGES = 256 * 1024;

/** Other allocators can take memory of this shape by chance: only with V8 in the process does it tell anything. */
function isPages({ start, end, name }: Region): boolean {
  return start % PAGES === 0 && end > start && (end - start) % PAGES === 0 && name === '';
}
