import { type ChildProcess, fork } from 'node:child_process';

/** Started so far: a test looks whether they have ended. */
export const startedUtilities: ChildProcess[] = [];

/** Gives a plain Node what a utility process of Electron has to speak by: `process.parentPort`. */
const PORT = `
  process.parentPort = {
    once: (_, listener) => process.once('message', (data) => listener({ data })),
    postMessage: (message) => process.send(message),
  };`;

/** Electron's `utilityProcess.fork`, as far as the shell uses it, with a real process behind it. */
export function forkUtility(program: string, args: readonly string[] = []): unknown {
  const child = fork(program, [...args], {
    execArgv: ['--no-warnings', '--import', `data:text/javascript,${encodeURIComponent(PORT)}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  child.on('error', () => undefined);
  startedUtilities.push(child);
  return {
    get pid() {
      return child.pid;
    },
    once: (event: string, listener: (value: unknown) => void) => child.once(event, listener),
    postMessage: (message: object) => void child.send(message, () => undefined),
  };
}
