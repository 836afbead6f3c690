/** Prefix of the series that account for RSS; see `LEDGER_LINES`. */
const LEDGER = 'ledger.';
const DRAWN: ReadonlySet<string> = new Set([
  ...['rss', 'pss', 'heap.used', 'heap.committed', 'external', 'arrayBuffers', 'traced'],
  ...['blocks', 'threads', 'fds', 'gc.count0', 'gc.count1', 'gc.count2'],
  ...['huge', 'swap', 'cgroup.kernel', 'cgroup.slab', 'cgroup.stacks', 'cgroup.pagetables', 'cgroup.sock'],
  ...['cgroup.usage', 'cgroup.limit', 'cgroup.oom.count'],
]);

/** Whether a lane shows the series: of the rest the timeline keeps no samples. */
export const isDrawn = (name: string): boolean => DRAWN.has(name) || name.startsWith(LEDGER);
