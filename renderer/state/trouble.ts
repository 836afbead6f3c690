import { Failure, saying } from '../../shared/base/failure.js';

/** What went wrong, as a person reads it. */
export interface Trouble {
  readonly code?: string;
  readonly message: string;
  readonly remedy?: string;
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Failure) return { code: error.code, message: error.message, remedy: error.remedy };
  return { message: saying(error) };
}
