import { Failure, saying } from '../../../shared/base/failure.js';
import type { SqlAnswer, SqlQuery } from '../../../shared/model/sql-answer.js';
import { answerOf } from './answer-of.js';

/** Answers one question to one session file, then waits to be ended. */
export type AskReply =
  | { readonly answer: SqlAnswer }
  | { readonly code: string; readonly message: string; readonly remedy?: string };

interface Asked {
  readonly path: string;
  readonly query: SqlQuery;
}

const answer = ({ path, query }: Asked): AskReply => {
  try {
    return { answer: answerOf(path, query) };
  } catch (error) {
    if (!(error instanceof Failure)) return { code: 'bad-sql', message: saying(error) };
    const { code, message, remedy } = error;
    return { code, message, ...(remedy === undefined ? {} : { remedy }) };
  }
};

/** What Electron gives its utility processes. */
interface UtilityPort {
  once(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const port = (process as { parentPort?: UtilityPort }).parentPort;
if (port) port.once('message', ({ data }) => port.postMessage(answer(data as Asked)));
else {
  process.once('message', (asked: Asked) => process.send?.(answer(asked)));
  // The one who asked is gone: nobody waits.
  process.once('disconnect', () => process.exit());
}
