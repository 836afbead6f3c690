import type { ProcessRow } from '../../../shared/api/processes.js';

export type ProcessSort = 'pid' | 'name' | 'runtime' | 'user' | 'rss' | 'attach';

export interface ProcessFilter {
  readonly text: string;
  readonly tree: boolean;
  readonly growing: boolean;
  readonly python: boolean;
  readonly v8: boolean;
  /** Only this user's. */
  readonly user?: string;
}

export interface TreeRow {
  readonly process: ProcessRow;
  readonly level: number;
  /** Undefined for one without children in sight. */
  readonly open?: boolean;
  /** In the list only because a child of it matches. */
  readonly passing: boolean;
}

/**
 * The rows to show. In a tree a branch stands where its best member would, so that the largest process comes first
 * together with its parents.
 */
export function processTree(
  processes: readonly ProcessRow[],
  filter: ProcessFilter,
  sort: { readonly by: ProcessSort; readonly descending: boolean },
  isClosed: (process: ProcessRow) => boolean,
  grows: (process: ProcessRow) => boolean,
): readonly TreeRow[] {
  const matches = (process: ProcessRow): boolean =>
    hasText(process, filter.text) &&
    (!filter.growing || grows(process)) &&
    (!(filter.python || filter.v8) ||
      (filter.python && process.runtime.kind === 'cpython') ||
      (filter.v8 && process.runtime.kind === 'v8')) &&
    (filter.user === undefined || process.user === filter.user);
  const order = (a: ProcessRow, b: ProcessRow): number =>
    (sort.descending ? -1 : 1) * compare(a, b, sort.by) || a.pid - b.pid;
  if (!filter.tree)
    return processes
      .filter(matches)
      .sort(order)
      .map((process) => ({ process, level: 0, passing: false }));

  const known = new Set(processes.map(({ pid }) => pid));
  const children = new Map<number, ProcessRow[]>();
  const roots: ProcessRow[] = [];
  for (const process of processes) {
    if (!known.has(process.ppid) || process.ppid === process.pid) roots.push(process);
    else {
      const siblings = children.get(process.ppid);
      if (siblings) siblings.push(process);
      else children.set(process.ppid, [process]);
    }
  }
  const branch = (process: ProcessRow): Branch | undefined => {
    const below = (children.get(process.pid) ?? []).map(branch).filter((found) => found !== undefined);
    const own = matches(process);
    if (!own && below.length === 0) return undefined;
    below.sort((a, b) => order(a.best, b.best));
    let best = process;
    for (const { best: other } of below) if (!own || order(other, best) < 0) best = other;
    return { process, passing: !own, below, best };
  };
  const searching = filter.text !== '';
  const rows: TreeRow[] = [];
  const put = ({ process, passing, below }: Branch, level: number): void => {
    const open = below.length === 0 ? undefined : searching || !isClosed(process);
    rows.push({ process, level, open, passing });
    if (open) for (const child of below) put(child, level + 1);
  };
  const found = roots.map(branch).filter((root) => root !== undefined);
  found.sort((a, b) => order(a.best, b.best));
  for (const root of found) put(root, 0);
  return rows;
}

/** `process` and all below it. */
export function descendants(processes: readonly ProcessRow[], pid: number): readonly number[] {
  const found = [pid];
  for (let at = 0; at < found.length; at++)
    for (const process of processes)
      if (process.ppid === found[at] && process.pid !== found[at] && !found.includes(process.pid))
        found.push(process.pid);
  return found;
}

interface Branch {
  readonly process: ProcessRow;
  readonly passing: boolean;
  readonly below: readonly Branch[];
  readonly best: ProcessRow;
}

function hasText({ name, command, pid }: ProcessRow, text: string): boolean {
  if (text === '') return true;
  const haystack = `${pid} ${name} ${command}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

function compare(a: ProcessRow, b: ProcessRow, by: ProcessSort): number {
  switch (by) {
    case 'pid':
      return a.pid - b.pid;
    case 'rss':
      return a.rss - b.rss;
    case 'name':
      return a.name.localeCompare(b.name);
    case 'user':
      return a.user.localeCompare(b.user);
    case 'runtime':
      return runtimeText(a).localeCompare(runtimeText(b));
    case 'attach':
      return Number(a.attachable) - Number(b.attachable);
  }
}

const runtimeText = ({ runtime }: ProcessRow): string =>
  `${runtime.kind} ${runtime.flavour} ${runtime.version ?? ''}`;
