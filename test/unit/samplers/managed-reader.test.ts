import { describe, expect, it } from 'vitest';
import type { Attachment } from '../../../electron/drivers/driver.js';
import { ManagedReader } from '../../../electron/samplers/managed-reader.js';
import type { Reading } from '../../../shared/model/series.js';

/** An attachment whose answers the test gives. */
function attachment(
  sample: (signal: AbortSignal) => Promise<Reading>,
  rest: Partial<Attachment> = {},
): Attachment {
  return { sample, onLost: () => {}, detach: async () => {}, ...rest } as Attachment;
}

describe('ManagedReader', () => {
  it('asks once at a time', async () => {
    const open = Promise.withResolvers<Reading>();
    let asked = 0;
    const reader = new ManagedReader(
      attachment(() => {
        asked++;
        return open.promise;
      }),
    );
    const answered = Promise.withResolvers<Reading>();
    expect(reader.ask(answered.resolve)).toBe(true);
    expect(reader.ask(() => {})).toBe(false);
    expect(asked).toBe(1);
    open.resolve({ 'heap.used': 5 });
    expect(await answered.promise).toEqual({ 'heap.used': 5 });
    expect(reader.ask(() => {})).toBe(true);
  });

  it('lets through numbers only', async () => {
    const hostile = { 'heap.used': 5, external: Number.NaN, code: 'x', big: Number.POSITIVE_INFINITY };
    const reader = new ManagedReader(attachment(async () => hostile as unknown as Reading));
    const answered = Promise.withResolvers<Reading>();
    reader.ask(answered.resolve);
    expect(await answered.promise).toEqual({ 'heap.used': 5 });
  });

  it('goes on after an error, thrown or rejected', async () => {
    const settled = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let turn = 0;
    const reader = new ManagedReader(
      attachment(() => {
        settled[turn]?.resolve();
        if (turn++ === 0) throw new Error('at once');
        return Promise.reject(new Error('later'));
      }),
    );
    expect(reader.ask(() => {})).toBe(true);
    await settled[0]?.promise;
    await new Promise(setImmediate);
    expect(reader.ask(() => {})).toBe(true);
    await settled[1]?.promise;
    await new Promise(setImmediate);
    expect(reader.ask(() => {})).toBe(true);
  });

  it('takes no answer after it was closed, and calls the question off', async () => {
    const open = Promise.withResolvers<Reading>();
    let signal: AbortSignal | undefined;
    const reader = new ManagedReader(
      attachment((given) => {
        signal = given;
        return open.promise;
      }),
    );
    let answers = 0;
    reader.ask(() => answers++);
    reader.close();
    open.resolve({ a: 1 });
    await new Promise(setImmediate);
    expect(answers).toBe(0);
    expect(signal?.aborted).toBe(true);
  });

  it('moves collections to the clock of the session', () => {
    const events = [{ at: 5000, kind: 'scavenge', pause: 2 }];
    const reader = new ManagedReader(attachment(async () => ({}), { takeGcEvents: () => events }));
    expect(reader.takeGcEvents(-4000)).toEqual([{ at: 1000, kind: 'scavenge', pause: 2 }]);
  });
});
