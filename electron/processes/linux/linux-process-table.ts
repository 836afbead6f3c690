import { uptime } from 'node:os';
import type { ProcessInfo, ProcessKey } from '../../../shared/model/process.js';
import type { ProcessTable, TreeChange } from '../process-table.js';
import { RssCurves } from '../rss-curves.js';
import { treeOrder } from '../tree-order.js';
import { within } from '../within.js';
import { ourselves } from './attachability.js';
import { type ProcStat, readProcStat } from './proc-stat.js';
import { ProcessRecord } from './process-record.js';
import { rollup } from './smaps-rollup.js';
import { processIds, watchTree } from './tree-watch.js';
import { userNames } from './user-names.js';

/** The longest that one list waits for what is slow about new processes; it comes with the next list. */
const PATIENCE = 4000;

/** Reads /proc. What does not change of a process is read once and kept while it runs the same program. */
export class LinuxProcessTable implements ProcessTable {
  readonly #records = new Map<number, ProcessRecord>();
  readonly #reading = new Map<ProcessRecord, Promise<void>>();
  readonly #curves = new RssCurves();
  readonly #us = ourselves();
  readonly #userName = userNames();
  readonly #watches = new Set<() => void>();

  async list(): Promise<readonly ProcessInfo[]> {
    const pids = processIds();
    const records = pids.flatMap((pid) => this.#record(pid) ?? []);
    const present = new Set(pids);
    for (const pid of this.#records.keys()) if (!present.has(pid)) this.#forget(pid);
    await this.#settle(records);
    const infos = records.map((record) => record.info());
    this.#curves.take(infos, performance.now());
    return infos;
  }

  async get(pid: number): Promise<ProcessInfo | undefined> {
    const record = this.#record(pid);
    if (!record) return undefined;
    await this.#settle([record]);
    const shares = await within(1000, rollup(pid)).catch(() => undefined);
    // The figures must not be those of a process that has got the PID since.
    if (readProcStat(pid)?.startTime !== record.stat.startTime) return undefined;
    return { ...record.info(), ...(shares && { pss: shares.pss, uss: shares.uss }) };
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
    const end = watchTree(
      root,
      (pid) => this.get(pid),
      (change) => {
        // Nobody may ask for a list while a tree that breeds is followed.
        for (const { pid, startTime } of change.gone)
          if (this.#records.get(pid)?.stat.startTime === startTime) this.#forget(pid);
        listener(change);
      },
    );
    const stop = (): void => {
      this.#watches.delete(stop);
      end();
    };
    this.#watches.add(stop);
    return stop;
  }

  dispose(): void {
    for (const stop of this.#watches) stop();
    for (const pid of [...this.#records.keys()]) this.#forget(pid);
  }

  #record(pid: number): ProcessRecord | undefined {
    const known = this.#records.get(pid);
    const now = known?.look();
    if (known && now && sameProgram(known, now)) {
      known.stat = now;
      return known;
    }
    this.#forget(pid);
    const stat = readProcStat(pid);
    if (!stat) return undefined;
    const record = new ProcessRecord(pid, stat, this.#us, this.#userName);
    this.#records.set(pid, record);
    return record;
  }

  #forget(pid: number): void {
    this.#records.get(pid)?.close();
    this.#records.delete(pid);
  }

  /** Two lists at a time read each process once. */
  async #settle(records: readonly ProcessRecord[]): Promise<void> {
    const now = performance.now();
    const up = uptime() * 1000;
    for (const record of records)
      if (!this.#reading.has(record) && record.needsReading(now, up))
        this.#reading.set(
          record,
          record.read(now, up).finally(() => this.#reading.delete(record)),
        );
    const pending = records.flatMap((record) => this.#reading.get(record) ?? []);
    if (pending.length > 0) await within(PATIENCE, Promise.all(pending));
  }
}

function sameProgram(record: ProcessRecord, stat: ProcStat): boolean {
  return record.stat.startTime === stat.startTime && !record.runsAnother(stat);
}
