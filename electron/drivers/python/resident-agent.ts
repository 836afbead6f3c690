import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { makePrivateDirectory, type PrivateDirectory } from '../private-directory.js';
import { requireRunning } from '../target-status.js';
import { pauseFor } from '../time-limit.js';
import { enterPython } from './entry/enter.js';
import { agentParts, agentScript } from './link/agent-files.js';
import { AgentLink } from './link/agent-link.js';
import { holdsSocket } from './link/holds-socket.js';
import { Reception } from './link/reception.js';
import { threadNumbers } from './thread-numbers.js';

/** For a target that has to be woken, or ends a call first. */
const ENTRY_LIMIT = 10_000;
/** To close what a fork of the target left here of an agent in its parent. */
const TIDY_LIMIT = 5000;
const LEAVE_LIMIT = 2000;
const THREAD_END_LIMIT = 1000;
const SOCKET = 's';
const SCRIPT = 'a.py';

/** The agent inside a target, and what it needs outside: a socket in a private directory. */
export interface ResidentAgent {
  readonly link: AgentLink;
  readonly reception: Reception;
  /** As the interpreter says it: `3.11.7`. */
  readonly version: string;
  /** Has the agent leave, waits until its thread is gone, and removes the directory. Never throws. */
  leave(): Promise<void>;
}

/** Brings the agent into a running CPython. Throws a Failure with its remedy; then nothing of ours is left. */
export async function sendAgent(
  target: ProcessInfo,
  folder: string,
  signal: AbortSignal,
): Promise<ResidentAgent> {
  const status = await requireRunning(target);
  const directory = await makePrivateDirectory(status);
  let reception: Reception | undefined;
  try {
    const token = randomBytes(16).toString('hex');
    const answer = randomBytes(16).toString('hex');
    reception = await Reception.open(directory.here(SOCKET));
    await directory.hand(SOCKET);
    const { arrived } = reception.expect('agent', token);
    const parts = await agentParts(folder);
    const script = await agentScript(folder, { socket: directory.there(SOCKET), token, answer });
    await writeFile(directory.here(SCRIPT), script, { mode: 0o600 });
    await directory.hand(SCRIPT);
    const guest = arrived.then((each) => each);
    await enterPython({
      pid: target.pid,
      startTime: status.startTime,
      script: directory.there(SCRIPT),
      entered: guest.then(() => undefined),
      signal,
      timeout: ENTRY_LIMIT,
    });
    const { socket, words } = await guest;
    const [thread = '', version = '', name = ''] = words;
    // The token lay in a file that others of the target's user could read.
    if ((await holdsSocket(target.pid, name)) === false) throw impostor(target.pid);
    await rm(directory.here(SCRIPT), { force: true });
    const link = new AgentLink(socket, parts);
    link.write(answer);
    if (await othersAgents(target.pid, name)) await link.ask('tidy', TIDY_LIMIT).catch(() => undefined);
    return {
      link,
      reception,
      version,
      leave: () => leave(target.pid, Number(thread), link, reception as Reception, directory),
    };
  } catch (error) {
    reception?.close();
    await directory.remove();
    throw error;
  }
}

/** Whether there is another agent's socket where the target is: a process that was forked may have its parent's. */
async function othersAgents(pid: number, own: string): Promise<boolean> {
  const sockets = await readFile(`/proc/${pid}/net/unix`, 'latin1').catch(() => '@leakscope-0-');
  return sockets.split('\n').some((line) => /@leakscope-\d+-/.test(line) && !line.endsWith(`@${own}`));
}

async function leave(
  pid: number,
  thread: number,
  link: AgentLink,
  reception: Reception,
  directory: PrivateDirectory,
): Promise<void> {
  const number = (await threadNumbers(pid))(thread); // while it is there
  await link.ask('leave', LEAVE_LIMIT).catch(() => undefined);
  link.close();
  reception.close();
  await directory.remove();
  const until = performance.now() + THREAD_END_LIMIT;
  while (number !== undefined && existsSync(`/proc/${pid}/task/${number}`) && performance.now() < until)
    await pauseFor(2);
}

function impostor(pid: number): Failure {
  return new Failure(
    'python-impostor',
    `What answered in the name of process ${pid} is another process.`,
    'See which programs run as its user, and attach again.',
  );
}
