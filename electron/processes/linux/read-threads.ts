import { readdir, readFile } from 'node:fs/promises';
import type { ThreadInfo } from '../../../shared/model/thread.js';
import { CLOCK_TICKS, parseProcStat } from './proc-stat.js';

/** More are not looked at: 50 ms of reading. */
const MOST = 2000;

/** The threads of a process; those that end meanwhile are left out. Throws when it is gone or hidden. */
export async function readThreads(pid: number): Promise<readonly ThreadInfo[]> {
  const ids = (await readdir(`/proc/${pid}/task`)).slice(0, MOST);
  const threads = await Promise.all(ids.map((id) => readThread(pid, Number(id))));
  return threads.filter((thread) => thread !== undefined);
}

async function readThread(pid: number, id: number): Promise<ThreadInfo | undefined> {
  const line = await readFile(`/proc/${pid}/task/${id}/stat`).catch(() => undefined);
  const stat = line && parseProcStat(line, line.length);
  if (!stat) return undefined;
  const cpu = ((stat.utime + stat.stime) / CLOCK_TICKS) * 1000;
  return { id, name: Buffer.from(stat.comm, 'latin1').toString('utf8'), state: stat.state, cpu };
}
