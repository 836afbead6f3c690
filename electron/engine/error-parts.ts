import { Failure, saying } from '../../shared/base/failure.js';

/** An error as it travels between threads: a Failure comes out as one. */
export interface ErrorParts {
  readonly message: string;
  readonly code?: string;
  readonly remedy?: string;
}

export function partsOf(error: unknown): ErrorParts {
  if (error instanceof Failure) return { message: error.message, code: error.code, remedy: error.remedy };
  if (
    error instanceof RangeError &&
    /allocation|Invalid (typed )?array (buffer )?length/i.test(error.message)
  )
    return {
      message: 'There is not enough memory for this heap.',
      code: 'out-of-memory',
      remedy: 'Close other snapshots or programs, or open it on a machine with more memory.',
    };
  return { message: saying(error) };
}

export function revived({ message, code, remedy }: ErrorParts): Error {
  return code ? new Failure(code, message, remedy) : new Error(message);
}
