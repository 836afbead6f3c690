import { describe, expect, it } from 'vitest';
import { notesToldOnce } from '../../../electron/cli/notes-told-once.js';
import type { FindingNote } from '../../../shared/model/finding.js';

describe('notes of many processes', () => {
  const note = (target: number, text: string): FindingNote => ({ kind: 'too-little-data', target, text });
  it('that say the same are one, with the command for the first of them', () => {
    const same = [5, 6, 7, 8].map((pid) =>
      note(pid, `Too short. Record: leakscope record --pid ${pid} --tree`),
    );
    expect(notesToldOnce([...same, note(5, 'Something else.')], [])).toEqual([
      'target 5, target 6, target 7 and 1 more: Too short. Record: leakscope record --pid 5 --tree',
      'target 5: Something else.',
    ]);
  });
});
