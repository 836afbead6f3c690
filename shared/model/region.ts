/** What a mapping is for, as far as its name, its rights and its place tell. Public: series are named after them. */
export const REGION_KINDS = [
  'heap',
  'anonymous',
  'stack',
  'code',
  'file',
  'shared',
  'device',
  'kernel',
] as const;

export type RegionKind = (typeof REGION_KINDS)[number];

/** One mapping of a process. Sizes in bytes; addresses are exact up to 2^53. */
export interface Region {
  readonly start: number;
  readonly end: number;
  /** `r-xp`: read, write, execute, private or shared. */
  readonly rights: string;
  readonly kind: RegionKind;
  /** File, `[heap]`, `[anon:v8]`, …; empty for memory without a name. */
  readonly name: string;
  readonly rss: number;
  readonly pss: number;
  /** Private_Clean + Private_Dirty. */
  readonly uss: number;
  /** Resident pages that belong to no file: also what a process wrote to a private file mapping. */
  readonly anonymous: number;
  readonly swap: number;
  /** Resident in huge pages, of `rss`. */
  readonly huge: number;
  /** Offered back to the kernel (MADV_FREE) and still resident, of `rss`. */
  readonly lazyFree: number;
  /** hugetlbfs pages: not part of `rss`. */
  readonly hugetlb: number;
}

/** Whether a mapping's name is that of a file, and not in square brackets or empty. */
export const isFile = (name: string): boolean => name.startsWith('/');
