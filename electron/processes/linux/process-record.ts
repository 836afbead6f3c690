import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { BROWSERS, childRole } from '../child-role.js';
import { attachability, type Ourselves } from './attachability.js';
import { commandLine, startEnvironment } from './command-line.js';
import { type Detected, detectRuntime } from './detect-runtime.js';
import { CLOCK_TICKS, type ProcStat, readProcStat, readProcStatFrom } from './proc-stat.js';
import { type ProcStatus, readProcStatus } from './proc-status.js';

/** Programs that change their own title are read again after this long. */
const STALE = 30_000;
/** Younger than this a process may not have mapped its libraries yet. */
const YOUNG = 2000;

/** Processes whose stat stays open, for a read at half the price; the others are opened each time. */
const MOST_OPEN = 1000;
let open = 0;

/** What is remembered of one process between two lists: all that costs more than a stat line. */
export class ProcessRecord {
  stat: ProcStat;
  #detected: Detected | undefined;
  #command: readonly string[] = [];
  #environment: readonly string[] = [];
  #status: ProcStatus | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #wasYoung = false;
  #file = -1;
  #lasting: { readonly state: string; readonly info: ProcessInfo } | undefined;

  constructor(
    readonly pid: number,
    stat: ProcStat,
    private readonly us: Ourselves,
    private readonly userName: (uid: number) => string,
  ) {
    this.stat = stat;
    if (open >= MOST_OPEN) return;
    try {
      this.#file = openSync(`/proc/${pid}/stat`, 'r');
      open++;
    } catch {
      // It ended; the next look says so.
    }
  }

  /** As it is now; undefined when the process is gone. */
  look(): ProcStat | undefined {
    return this.#file >= 0 ? readProcStatFrom(this.#file) : readProcStat(this.pid);
  }

  close(): void {
    if (this.#file < 0) return;
    closeSync(this.#file);
    this.#file = -1;
    open--;
  }

  /**
   * An exec moves the stack and mostly changes the name, but keeps PID and start time. One that ends, or whose core is
   * written, has no stack any more.
   */
  runsAnother(stat: ProcStat): boolean {
    if (stat.startStack === 0 && this.stat.startStack !== 0) return false;
    return stat.startStack !== this.stat.startStack || stat.comm !== this.stat.comm;
  }

  /** `now` and `uptime` in ms. */
  needsReading(now: number, uptime: number): boolean {
    return now - this.#readAt > STALE || (this.#wasYoung && !this.#young(uptime));
  }

  /** Reads all but the figures. Never throws; what cannot be read is shown as the kernel shows it. */
  async read(now: number, uptime: number): Promise<void> {
    const command = await commandLine(this.pid);
    // Its memory is gone already (it ends, or its core is written): what was known of it stays true.
    if (command.length === 0 && this.#command.length > 0) return;
    this.#readAt = now;
    this.#wasYoung = this.#young(uptime);
    this.#status = readProcStatus(this.pid);
    this.#command = command;
    this.#detected = await detectRuntime(this.pid, this.#name(), this.#command[0]);
    this.#environment = TOLD_BY_ENVIRONMENT.has(this.#detected?.runtime.flavour ?? '')
      ? await startEnvironment(this.pid)
      : [];
    this.#lasting = undefined;
  }

  info(): ProcessInfo {
    const { state, ppid, rss } = this.stat;
    if (this.#lasting?.state !== state) this.#lasting = { state, info: this.#describe() };
    return { ...this.#lasting.info, ppid, rss };
  }

  /** All that stays while the process is in one state: of most, one list after the other is the same. */
  #describe(): ProcessInfo {
    const { pid, stat } = this;
    const name = this.#name();
    const user = this.#status ? this.userName(this.#status.uid) : '';
    const runtime = this.#detected?.runtime ?? { kind: 'native', flavour: name };
    const visible = this.#detected?.executable !== undefined;
    const candidate = {
      pid,
      stat,
      status: this.#status,
      user,
      runtime,
      visible,
      command: this.#command,
      environment: this.#environment,
    };
    // A browser and its children are one program: what each is for tells them apart.
    const role = BROWSERS.has(runtime.flavour) ? childRole(this.#command) : undefined;
    return {
      pid,
      ppid: stat.ppid,
      name: role === undefined ? name : `${name} ${role}`,
      command: this.#command.join(' ') || `[${name}]`,
      user,
      runtime,
      rss: stat.rss,
      ...attachability(candidate, this.us),
      startTime: stat.startTime,
    };
  }

  /**
   * Names are bytes; what is not UTF-8 in them becomes U+FFFD. The kernel cuts them at 15 bytes, and some
   * runtimes name their main thread, which is the same field: there the executable says more.
   */
  #name(): string {
    const name = Buffer.from(this.stat.comm, 'latin1').toString('utf8');
    const program = basename(this.#detected?.executable ?? this.#command[0] ?? '');
    const cut = this.stat.comm.length === 15 && program.startsWith(name);
    return program && (cut || name === 'MainThread') ? program : name;
  }

  #young(uptime: number): boolean {
    return uptime - (this.stat.startTime * 1000) / CLOCK_TICKS < YOUNG;
  }
}

/** Runtimes that take flags from variables, too. */
const TOLD_BY_ENVIRONMENT: ReadonlySet<string> = new Set(['node', 'bun']);
