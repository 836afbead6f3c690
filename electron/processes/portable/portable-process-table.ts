import type { ProcessInfo, ProcessKey } from '../../../shared/model/process.js';
import { BROWSERS, childRole } from '../child-role.js';
import type { ProcessTable, TreeChange } from '../process-table.js';
import { RssCurves } from '../rss-curves.js';
import { RUNTIMES } from '../runtime-signs.js';
import { treeOrder } from '../tree-order.js';
import { type ProcessRow, processRows, rowOfProcess } from './process-rows.js';

const INTERVAL = 1000;

/**
 * The table where there is no /proc (macOS, Windows, BSD): no versions, no PSS; a tree is followed once a second. Throws the
 * Failure `no-process-table` where the system tells nothing.
 */
export class PortableProcessTable implements ProcessTable {
  readonly #curves = new RssCurves();
  readonly #watches = new Set<() => void>();

  async list(): Promise<readonly ProcessInfo[]> {
    const infos = (await processRows()).map(processOf);
    this.#curves.take(infos, performance.now());
    return infos;
  }

  async get(pid: number): Promise<ProcessInfo | undefined> {
    const row = await rowOfProcess(pid);
    return row && processOf(row);
  }

  async tree(pid: number): Promise<readonly ProcessInfo[]> {
    return treeOrder(await this.list(), pid);
  }

  async children(pid: number): Promise<readonly ProcessInfo[]> {
    return (await this.list()).filter((process) => process.ppid === pid);
  }

  curve(key: ProcessKey): readonly number[] {
    return this.#curves.of(key);
  }

  watchTree(root: ProcessKey, listener: (change: TreeChange) => void): () => void {
    let before = new Map<number, ProcessInfo>();
    let timer: NodeJS.Timeout | undefined;
    let stopped = false;
    const look = async (first: boolean): Promise<void> => {
      const now = await this.list().catch(() => undefined);
      const tree = now && treeOrder(now, root.pid);
      if (tree && !stopped) {
        const after = new Map(tree.map((process) => [process.pid, process]));
        const fresh = tree.filter((process) => before.get(process.pid)?.startTime !== process.startTime);
        const gone = [...before.values()].filter((old) => after.get(old.pid)?.startTime !== old.startTime);
        if (first || fresh.length || gone.length) listener({ appeared: fresh, changed: [], gone });
        before = after;
      }
      if (!stopped) timer = setTimeout(look, INTERVAL, false);
    };
    void look(true);
    const stop = (): void => {
      stopped = true;
      clearTimeout(timer);
      this.#watches.delete(stop);
    };
    this.#watches.add(stop);
    return stop;
  }

  dispose(): void {
    for (const stop of this.#watches) stop();
  }
}

/** What is told of one process, as the table has it everywhere. */
export function processOf(row: ProcessRow): ProcessInfo {
  const { pid, ppid, name, command, user, rss, startTime } = row;
  const signs = RUNTIMES.find((each) => each.executable?.test(name.toLowerCase()));
  const role = signs && BROWSERS.has(signs.flavour) ? childRole([command]) : undefined;
  const reason = row.ended
    ? 'It has ended; only its parent has not taken notice.'
    : row.stopped
      ? 'It is stopped: its runtime answers after `kill -CONT`.'
      : undefined;
  return {
    ...{ pid, ppid, command, user, rss, startTime },
    name: role === undefined ? name : `${name} ${role}`,
    runtime: { kind: signs?.kind ?? 'native', flavour: signs?.flavour ?? name },
    attachable: !row.ended,
    ...(reason !== undefined && { reason }),
  };
}
