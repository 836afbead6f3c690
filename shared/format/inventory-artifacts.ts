import type { DescriptorInfo } from '../model/descriptor.js';
import type { Region } from '../model/region.js';
import type { ThreadInfo } from '../model/thread.js';
import { packRows, type RowSpec, unpackRows } from './row-columns.js';

/** The data of the artifacts `regions`, `threads` and `descriptors` of a session: see row-columns.ts. */
export const packRegions = (rows: readonly Region[]): string => packRows(REGIONS, rows);
export const unpackRegions = (json: string): readonly Region[] => unpackRows(REGIONS, json);
export const packThreads = (rows: readonly ThreadInfo[]): string => packRows(THREADS, rows);
export const unpackThreads = (json: string): readonly ThreadInfo[] => unpackRows(THREADS, json);
export const packDescriptors = (rows: readonly DescriptorInfo[]): string => packRows(DESCRIPTORS, rows);
export const unpackDescriptors = (json: string): readonly DescriptorInfo[] => unpackRows(DESCRIPTORS, json);

/** The kernel counts in kB. */
const kilo = { kind: 'number', unit: 1024 } as const;
const text = { kind: 'text' } as const;
const number = { kind: 'number' } as const;

/** Of an address its distance from the end before: small numbers, much alike. */
const REGIONS: RowSpec<Region> = {
  end: { kind: 'number', unit: 1024, after: 'end' },
  start: { kind: 'number', unit: -1024, from: 'end' },
  rights: text,
  kind: text,
  name: text,
  rss: kilo,
  pss: kilo,
  uss: kilo,
  anonymous: kilo,
  swap: kilo,
  huge: kilo,
  lazyFree: kilo,
  hugetlb: kilo,
};

const THREADS: RowSpec<ThreadInfo> = {
  id: number,
  name: text,
  state: text,
  cpu: number,
  stackSize: kilo,
  stackRss: kilo,
  start: text,
};

const DESCRIPTORS: RowSpec<DescriptorInfo> = { fd: number, kind: text, name: text };
