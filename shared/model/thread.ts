/** One thread of a process as the system knows it. */
export interface ThreadInfo {
  readonly id: number;
  /** As the program named it; the kernel keeps 15 bytes. */
  readonly name: string;
  /** `R` running, `S` waiting, `D` waiting for a device, … */
  readonly state: string;
  /** CPU time so far, ms. */
  readonly cpu?: number;
  /** Of the mapping that holds its stack: address space and what is resident, bytes. Absent where it is not known. */
  readonly stackSize?: number;
  readonly stackRss?: number;
  /** The function that it was started with, as `library!function`; absent where it is not known. */
  readonly start?: string;
}

/** Threads that differ in a number only: `worker-#` for `worker-1` and `worker-27`. */
export interface ThreadGroup {
  readonly pattern: string;
  readonly count: number;
}

/** A thread's name with the numbers taken out. */
export const namePattern = (name: string): string => name.replace(/\d+/g, '#');

/** By name with the numbers taken out, the most first. */
export function groupThreads(threads: readonly ThreadInfo[]): readonly ThreadGroup[] {
  const counts = new Map<string, number>();
  for (const { name } of threads) {
    const pattern = namePattern(name);
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return [...counts].map(([pattern, count]) => ({ pattern, count })).sort((a, b) => b.count - a.count);
}
