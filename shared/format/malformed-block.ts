/** Stored bytes that no writer of ours can have written. */
export class MalformedBlock extends Error {
  override readonly name = 'MalformedBlock';
}

export const malformed = (why: string): MalformedBlock => new MalformedBlock(`malformed block: ${why}`);
