import { describe, expect, it } from 'vitest';
import { atExit } from '../../../electron/drivers/at-exit.js';

describe('what is done at exit', () => {
  it('is one listener for any number of actions, and none when all are called off', () => {
    const before = process.listenerCount('exit');
    const callOffs = Array.from({ length: 50 }, () => atExit(() => undefined));
    expect(process.listenerCount('exit')).toBe(before + 1);
    for (const callOff of callOffs) callOff();
    for (const callOff of callOffs) callOff();
    expect(process.listenerCount('exit')).toBe(before);
  });
  it('is done by each, also where one fails', () => {
    const done: string[] = [];
    const before = process.listeners('exit');
    const callOffs = [
      atExit(() => {
        throw new Error('no');
      }),
      atExit(() => void done.push('second')),
    ];
    const [ours] = process.listeners('exit').filter((one) => !before.includes(one));
    ours(0);
    for (const callOff of callOffs) callOff();
    expect(done).toEqual(['second']);
  });
});
