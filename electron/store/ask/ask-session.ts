import { fork } from 'node:child_process';
import { Failure } from '../../../shared/base/failure.js';
import type { SqlAnswer, SqlQuery } from '../../../shared/model/sql-answer.js';
import type { AskReply } from './ask-program.js';

/** A query may run so long, ms. */
export const ASK_LIMIT = 10_000;

/**
 * Asks a session file in a process of its own: SQLite cannot be told to stop, a process can. `start` begins one: inside
 * Electron, whose program starts no plain Node, another way than here.
 * Throws a Failure: `bad-sql`, `too-long`, `cancelled`, and what opening throws.
 */
export function askSession(
  program: string,
  path: string,
  query: SqlQuery,
  signal?: AbortSignal,
  { limit = ASK_LIMIT, start = child }: AskOptions = {},
): Promise<SqlAnswer> {
  return new Promise((resolve, reject) => {
    const asked = start(program);
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancelled);
      asked.end();
      how();
    };
    const refuse = (failure: Failure): void => settle(() => reject(failure));
    const cancelled = (): void => refuse(new Failure('cancelled', 'The query was cancelled.'));
    const timer = setTimeout(
      () =>
        refuse(
          new Failure(
            'too-long',
            `The query did not end within ${limit / 1000} s and was stopped.`,
            'Ask for less: join on keys, add WHERE, or open the file with sqlite3.',
          ),
        ),
      limit,
    );
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted) return cancelled();
    asked.onReply((reply) =>
      settle(() =>
        'answer' in reply
          ? resolve(reply.answer)
          : reject(new Failure(reply.code, reply.message, reply.remedy)),
      ),
    );
    asked.onEnd(() =>
      refuse(
        new Failure(
          'query-ended',
          'The query took more memory than it may have.',
          'Ask for fewer or shorter columns.',
        ),
      ),
    );
    asked.send({ path, query });
  });
}

export interface AskOptions {
  /** ms. */
  readonly limit?: number;
  readonly start?: StartAsking;
}

/** Begins the program that answers one question. */
export type StartAsking = (program: string) => AskingProcess;

export interface AskingProcess {
  send(message: object): void;
  onReply(listener: (reply: AskReply) => void): void;
  onEnd(listener: () => void): void;
  /** At once, whatever it does. */
  end(): void;
}

function child(program: string): AskingProcess {
  const made = fork(program, [], {
    execArgv: ['--max-old-space-size=512', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  // What could not be sent shows as an end.
  made.on('error', () => undefined);
  return {
    send: (message) => void made.send(message, () => undefined),
    onReply: (listener) => void made.once('message', (reply) => listener(reply as AskReply)),
    onEnd: (listener) => void made.once('exit', listener),
    end: () => {
      made.removeAllListeners('exit');
      made.kill('SIGKILL');
    },
  };
}
