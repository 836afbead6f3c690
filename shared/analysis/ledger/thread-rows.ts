import { namePattern, type ThreadInfo } from '../../model/thread.js';
import { type Grown, groupedGrowth } from './grouped-growth.js';

export const THREAD_SUMS = ['count', 'cpu', 'stackSize', 'stackRss'] as const;
export type ThreadSum = (typeof THREAD_SUMS)[number];

/** The main thread's, and that of threads whose start could not be read. */
const NO_START = '(not known)';

/** Threads each by itself, by their names with the numbers taken out, or by the function that they were started with. */
export function threadRows(
  after: readonly ThreadInfo[],
  before: readonly ThreadInfo[] | undefined,
  by: 'thread' | 'pattern' | 'start',
): readonly Grown<ThreadInfo, ThreadSum>[] {
  return groupedGrowth(
    after,
    before,
    (thread) => (by === 'thread' ? String(thread.id) : threadGroup(thread, by)),
    ({ cpu = 0, stackSize = 0, stackRss = 0 }) => ({ count: 1, cpu, stackSize, stackRss }),
  );
}

/** What the threads of one row have in common. */
export function threadGroup({ name, start }: ThreadInfo, by: 'pattern' | 'start'): string {
  return by === 'pattern' ? namePattern(name) : (start ?? NO_START);
}
