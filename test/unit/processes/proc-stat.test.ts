import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProcStat } from '../../../electron/processes/linux/proc-stat.js';

const TAIL =
  'S 15708 15709 6319 0 -1 4194304 104 0 0 0 7 8 0 0 20 0 3 0 232788 2998272 419 18446744073709551615 1 2 140732153349760 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 1 2 3 4 5 6 7 256';

const parsed = (line: string | Buffer): ReturnType<typeof parseProcStat> => {
  const bytes = Buffer.from(line as string);
  return parseProcStat(bytes, bytes.length);
};

describe('parseProcStat', () => {
  it('reads the fields by their numbers in proc(5)', () => {
    expect(parsed(`15719 (head) ${TAIL}\n`)).toMatchObject({
      comm: 'head',
      state: 'S',
      ppid: 15708,
      pgrp: 15709,
      session: 6319,
      flags: 4194304,
      utime: 7,
      stime: 8,
      threads: 3,
      startTime: 232788,
      startStack: 140732153349760,
      exitCode: 256,
    });
  });

  it('is not fooled by what a process calls itself', () => {
    for (const name of ['a) R 1 1', ') (', '((', 'x\ny', '\x1b[31m', '', ' ', 'x) Z 0 0 0 (y'])
      expect(parsed(`7 (${name}) ${TAIL}`)).toMatchObject({ state: 'S', ppid: 15708, startTime: 232788 });
  });

  it('keeps the bytes of a name', () => {
    const line = Buffer.concat([
      Buffer.from('7 ('),
      Buffer.from([0xff, 0xc3, 0xa9]),
      Buffer.from(`) ${TAIL}`),
    ]);
    expect(parseProcStat(line, line.length)?.comm).toBe('\xff\xc3\xa9');
  });

  it('says nothing of a line that is cut off or no line at all', () => {
    for (const line of ['', '7', '7 (sh', '7 (sh) S 1', '7 (sh) S 1 2 3 4', 'no such process'])
      expect(parsed(line)).toBeUndefined();
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        parseProcStat(Buffer.from(bytes), bytes.length);
      }),
    );
  });
});
