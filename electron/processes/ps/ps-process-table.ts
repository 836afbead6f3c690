import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { Failure, saying } from '../../../shared/base/failure.js';
import type { ProcessInfo, ProcessKey } from '../../../shared/model/process.js';
import type { ProcessTable, TreeChange } from '../process-table.js';
import { RssCurves } from '../rss-curves.js';
import { RUNTIMES } from '../runtime-signs.js';
import { treeOrder } from '../tree-order.js';

const INTERVAL = 1000;

/**
 * The table where there is no /proc, from `ps` (macOS, BSD): no versions, no PSS; a look costs 20 ms
 * or more, so a tree is followed once a second. Throws the Failure `no-process-table` where there is no `ps`.
 */
export class PsProcessTable implements ProcessTable {
  readonly #curves = new RssCurves();
  readonly #watches = new Set<() => void>();

  async list(): Promise<readonly ProcessInfo[]> {
    const infos = parsePs(await ps(), Date.now());
    this.#curves.take(infos, performance.now());
    return infos;
  }

  async get(pid: number): Promise<ProcessInfo | undefined> {
    return (await this.list()).find((process) => process.pid === pid);
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

function ps(): Promise<string> {
  const columns = ['-axo', 'pid=,ppid=,rss=,etime=,user=,stat=,command='];
  const options = { timeout: 5000, maxBuffer: 64 << 20, env: { ...process.env, LC_ALL: 'C' } };
  return new Promise((resolve, reject) => {
    execFile('ps', columns, options, (error, stdout) => {
      if (!error) resolve(stdout);
      else
        reject(
          new Failure(
            'no-process-table',
            `The processes cannot be listed: ${saying(error)}`,
            'Name the process by its PID.',
          ),
        );
    });
  });
}

const LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+([\d:-]+)\s+(\S+)\s+(\S+)\s+(.*)$/;

/** `now` in ms since 1970. `ps` gives ages in seconds only, so a start time is that of a second. */
export function parsePs(text: string, now: number): readonly ProcessInfo[] {
  return text.split('\n').flatMap((line): ProcessInfo[] => {
    const [, pid, ppid, rss, age, user = '', state = '', command = ''] = LINE.exec(line) ?? [];
    if (pid === undefined) return [];
    const name = basename(command.split(' ', 1)[0] ?? '');
    const signs = RUNTIMES.find((each) => each.executable?.test(name));
    const ended = state.startsWith('Z');
    return [
      {
        pid: Number(pid),
        ppid: Number(ppid),
        name,
        command,
        user,
        runtime: { kind: signs?.kind ?? 'native', flavour: signs?.flavour ?? name },
        rss: Number(rss) * 1024,
        attachable: !ended,
        ...(ended && { reason: 'It has ended; only its parent has not taken notice.' }),
        startTime: startedAt(age ?? '', now),
      },
    ];
  });
}

/** `[[days-]hours:]minutes:seconds` before `now`, in seconds since 1970 rounded so that two looks agree. */
function startedAt(age: string, now: number): number {
  const [days, clock = age] = age.includes('-') ? age.split('-') : ['0', age];
  const seconds = clock.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return Math.round((now / 1000 - seconds - Number(days) * 86_400) / 4) * 4;
}
