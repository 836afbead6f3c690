import type { HostOptions } from '../host/create-host.js';
import type { ElectronParts } from './electron-parts.js';

/** Starts the program that answers SQL in a utility process: a query that does not end is ended with it. */
export const utilityAsking =
  ({ utilityProcess }: Pick<ElectronParts, 'utilityProcess'>): NonNullable<HostOptions['startAsking']> =>
  (program) => {
    const made = utilityProcess.fork(program, [], {
      serviceName: 'Leakscope query',
      execArgv: ['--max-old-space-size=512'],
      stdio: 'ignore',
    });
    let pid: number | undefined;
    let ended = false;
    const kill = (): void => {
      // SIGTERM, as `kill()` sends it, is not heard while SQLite works.
      try {
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself, and its `exit` is on its way.
      }
    };
    made.once('spawn', () => {
      pid = made.pid;
      if (ended) kill();
    });
    made.once('exit', () => {
      pid = undefined;
    });
    return {
      send: (message) => void made.once('spawn', () => made.postMessage(message)),
      onReply: (listener) => void made.once('message', listener),
      onEnd: (listener) => void made.once('exit', () => ended || listener()),
      end: () => {
        ended = true;
        kill();
      },
    };
  };
