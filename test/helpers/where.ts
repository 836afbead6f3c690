import { describe, test } from 'vitest';

/** A test that runs where a thing of the system is there; elsewhere it is skipped, saying what is missing. */
export function testWhere(there: unknown, missing: string) {
  return (name: string, run: () => unknown, timeout?: number): void =>
    test(name, ({ skip }) => (there ? (run() as Promise<void>) : skip(missing)), timeout);
}

/** The same for a group: its set-up does not run where it is skipped. */
export function describeWhere(there: unknown, missing: string) {
  return (name: string, define: () => void): void => {
    describe(name, () => {
      if (there) define();
      else test('all of it', ({ skip }) => skip(missing));
    });
  };
}
