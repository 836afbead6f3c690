/**
 * An error that a user can act on: one sentence saying what happened, one saying
 * what to do. It crosses every channel whole; any other error crosses as its message.
 */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    /** Stable and machine-readable: `no-such-process`, `not-permitted`, `newer-format`, … */
    readonly code: string,
    message: string,
    /** What the user can do now. An imperative sentence, or a command to copy. */
    readonly remedy?: string,
  ) {
    super(message);
  }
}

/** What an unknown thrown value says, for a message that a person reads. */
export function saying(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
