import { readdir } from 'node:fs/promises';
import type { ThreadInfo } from '../../../shared/model/thread.js';
import { inPieces } from './in-pieces.js';
import { CLOCK_TICKS, readProcStatAt } from './proc-stat.js';

/** More are not looked at: 30 ms of reading. */
const MOST = 2000;

/** The threads of a process; those that end meanwhile are left out. Throws when it is gone or hidden. */
export async function readThreads(pid: number): Promise<readonly ThreadInfo[]> {
  const ids = (await readdir(`/proc/${pid}/task`)).slice(0, MOST);
  return inPieces(ids, (id) => readThread(pid, Number(id)));
}

function readThread(pid: number, id: number): ThreadInfo | undefined {
  const stat = readProcStatAt(`/proc/${pid}/task/${id}/stat`);
  if (!stat) return undefined;
  const cpu = ((stat.utime + stat.stime) / CLOCK_TICKS) * 1000;
  return { id, name: Buffer.from(stat.comm, 'latin1').toString('utf8'), state: stat.state, cpu };
}
