import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { PrivateDirectory } from '../private-directory.js';
import { pauseFor } from '../time-limit.js';
import { agentParts, agentScript } from './link/agent-files.js';
import { AgentLink } from './link/agent-link.js';
import { Reception } from './link/reception.js';
import type { PythonSystem } from './python-system.js';
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
  /** Whether its process is still there. */
  here(): Promise<boolean>;
  /** Has the agent leave, waits until its thread is gone, and removes the directory. Never throws. */
  leave(): Promise<void>;
}

/** Brings the agent into a running CPython. Throws a Failure with its remedy; then nothing of ours is left. */
export async function sendAgent(
  target: ProcessInfo,
  folder: string,
  signal: AbortSignal,
  system: PythonSystem,
): Promise<ResidentAgent> {
  const startTime = await system.startTime(target);
  const directory = await system.meeting(target, signal);
  let reception: Reception | undefined;
  let pending = false;
  try {
    const token = randomBytes(16).toString('hex');
    const answer = randomBytes(16).toString('hex');
    reception = await Reception.open(system.meets === 'port' ? undefined : directory.here(SOCKET));
    if (system.meets !== 'port') await directory.hand(SOCKET);
    const { arrived } = reception.expect('agent', token);
    const parts = await agentParts(folder);
    const socket = reception.port === undefined ? directory.there(SOCKET) : ['127.0.0.1', reception.port];
    const settings = { socket, token, answer };
    const script = await agentScript(folder, settings, { elsewhere: system.meets !== 'named' });
    await writeFile(directory.here(SCRIPT), script, { mode: 0o600 });
    await directory.hand(SCRIPT);
    const guest = arrived.then((each) => each);
    await system.enter(
      {
        pid: target.pid,
        startTime,
        script: directory.there(SCRIPT),
        entered: guest.then(() => undefined),
        signal,
        timeout: ENTRY_LIMIT,
      },
      target,
      () => {
        pending = true;
      },
    );
    const { socket: connection, words } = await guest;
    const [thread = '', version = '', name = ''] = words;
    // The token lay in a file that others of the target's user could read.
    await system.requireOwn(target.pid, name);
    await rm(directory.here(SCRIPT), { force: true });
    const link = new AgentLink(connection, parts);
    link.write(answer);
    if (await system.othersAgents(target.pid, name))
      await link.ask('tidy', TIDY_LIMIT).catch(() => undefined);
    return {
      link,
      reception,
      version,
      here: () => system.here(target),
      leave: () => leave(target.pid, Number(thread), link, reception as Reception, directory),
    };
  } catch (error) {
    reception?.close();
    if (pending) await emptied(directory);
    else await directory.remove();
    throw error;
  }
}

/** What may still be asked for must be there and do nothing. The next run of ours after this process removes it. */
async function emptied(directory: PrivateDirectory): Promise<void> {
  await rm(directory.here(SOCKET), { force: true });
  await writeFile(directory.here(SCRIPT), '').catch(() => undefined);
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
