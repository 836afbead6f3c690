import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import type { ProcessInfo, ProcessKey } from '../../../shared/model/process.js';
import type { TreeChange } from '../process-table.js';
import { type ProcStat, readProcStat } from './proc-stat.js';

/** Children are found within this many milliseconds. */
const INTERVAL = 100;
/** Programs that adopt orphans. */
const REAPER = /^(init|systemd|tini|dumb-init|docker-init|catatonit|s6-svscan)$/;

interface Member {
  readonly key: ProcessKey;
  readonly startStack: number;
  readonly group: number;
}

/**
 * Follows a process tree by looking again ten times a second: 10 µs a process, and one look through
 * /proc when anything on the machine was born. A child whose parent ended before we saw either is
 * still found by its process group, unless it left that too.
 */
export function watchTree(
  root: ProcessKey,
  get: (pid: number) => Promise<ProcessInfo | undefined>,
  listener: (change: TreeChange) => void,
): () => void {
  const members = new Map<number, Member>();
  const births = birthCounter();
  let known: ReadonlySet<number> = new Set();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const look = async (first: boolean): Promise<void> => {
    const gone: ProcessKey[] = [];
    const changed: number[] = [];
    for (const [pid, member] of members) {
      const stat = readProcStat(pid);
      if (!stat || stat.startTime !== member.key.startTime || stat.state === 'Z') {
        members.delete(pid);
        gone.push(member.key);
      } else if (stat.startStack !== member.startStack && stat.startStack !== 0) {
        members.set(pid, memberOf(pid, stat));
        changed.push(pid);
      }
    }
    const groups = new Set([...members.values()].map((member) => member.group));
    for (const key of gone) groups.add(key.pid);
    const appeared: number[] = [];
    if (births.changed() || first) {
      const present = processIds();
      const strangers = new Map<number, ProcStat>();
      for (const pid of present) {
        const stat = known.has(pid) ? undefined : readProcStat(pid);
        if (stat && stat.state !== 'Z') strangers.set(pid, stat);
      }
      known = new Set(present);
      appeared.push(...adopt(root, strangers, members, groups));
    }
    const infos = async (pids: readonly number[]): Promise<readonly ProcessInfo[]> =>
      (await Promise.all(pids.map(get))).filter((info) => info !== undefined);
    if (!(first || gone.length || changed.length || appeared.length)) return;
    const change = { appeared: await infos(appeared), changed: await infos(changed), gone };
    if (!stopped) listener(change);
  };

  const loop = async (first: boolean): Promise<void> => {
    const began = performance.now();
    await look(first);
    if (!stopped) timer = setTimeout(loop, Math.max(20, INTERVAL - (performance.now() - began)), false);
  };
  void loop(true);

  return () => {
    stopped = true;
    clearTimeout(timer);
    births.close();
  };
}

/**
 * Moves those that belong to the tree from `strangers` to `members`; a parent may come after its child.
 * We and what we started are not of it, where somebody records the shell that started us: our memory is not its.
 */
function adopt(
  root: ProcessKey,
  strangers: Map<number, ProcStat>,
  members: Map<number, Member>,
  groups: ReadonlySet<number>,
): readonly number[] {
  const adopted: number[] = [];
  for (let before = -1; before !== adopted.length; ) {
    before = adopted.length;
    for (const [pid, stat] of strangers) {
      const isRoot = pid === root.pid && stat.startTime === root.startTime;
      if (!isRoot && (pid === process.pid || (!members.has(stat.ppid) && !isOrphanOf(groups, root, stat))))
        continue;
      strangers.delete(pid);
      members.set(pid, memberOf(pid, stat));
      adopted.push(pid);
    }
  }
  return adopted;
}

function isOrphanOf(groups: ReadonlySet<number>, root: ProcessKey, stat: ProcStat): boolean {
  if (!groups.has(stat.pgrp) || stat.startTime < root.startTime) return false;
  return stat.ppid === 1 || REAPER.test(readProcStat(stat.ppid)?.comm ?? '');
}

function memberOf(pid: number, stat: ProcStat): Member {
  return { key: { pid, startTime: stat.startTime }, startStack: stat.startStack, group: stat.pgrp };
}

/** The last field of /proc/loadavg is the newest PID: it moves whenever a process or thread is made. */
function birthCounter(): { changed(): boolean; close(): void } {
  const fd = openSync('/proc/loadavg', 'r');
  const buffer = Buffer.allocUnsafe(128);
  let last = '';
  return {
    changed() {
      const text = buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0));
      const newest = text.slice(text.lastIndexOf(' '));
      const moved = newest !== last;
      last = newest;
      return moved;
    },
    close: () => closeSync(fd),
  };
}

export function processIds(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => (/^[1-9]\d*$/.test(name) ? Number(name) : []));
}
