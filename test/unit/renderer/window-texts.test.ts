import { describe, expect, it } from 'vitest';
import { splitCommand } from '../../../renderer/app/split-command.js';
import { deltaInUnit, megabytes, momentText, rateText, sizeUnit } from '../../../renderer/widgets/numbers.js';
import { edgeText, pathText } from '../../../renderer/widgets/path-text.js';

describe('numbers', () => {
  it('have thin spaces, a true minus, and no minus zero', () => {
    expect(megabytes(1_240_600_000)).toBe('1\u2009240.6');
    expect(megabytes(-1_234_567)).toBe('\u22121.2');
    expect(megabytes(-4)).toBe('0.0');
    expect(deltaInUnit(205_403_000, sizeUnit(2e8))).toBe('+205.40');
    expect(deltaInUnit(0, sizeUnit(2e8))).toBe('0');
    expect([900, 1000, 999_999, 1e6].map((most) => sizeUnit(most).name)).toEqual(['B', 'kB', 'kB', 'MB']);
    expect(rateText(-3_100_000)).toBe('\u22123.10 MB/s');
    expect(momentText(763_400)).toBe('12:43.4');
  });
});

describe('a path as text', () => {
  it('names edges as source code would, and shows hostile names as text', () => {
    expect(edgeText({ edge: 'buffer', edgeType: 'property' })).toBe('.buffer');
    expect(edgeText({ edge: 'a b', edgeType: 'property' })).toBe("['a b']");
    expect(edgeText({ edge: '.done', edgeType: 'property' })).toBe('.done');
    expect(edgeText({ edge: '3', edgeType: 'element' })).toBe('[3]');
    expect(
      pathText([
        { edge: '', edgeType: '', name: 'global' },
        { edge: 'x\u202e', edgeType: 'property', name: '\u001b[31m<b>', id: 7 },
      ]),
    ).toBe("global\n  ['x\\u{202e}'] → \\u{1b}[31m<b> @7");
  });
});

describe('a command line', () => {
  it('is split as a shell would', () => {
    expect(splitCommand(`node "a b.mjs" --x='1 2' c\\ d ""`)).toEqual([
      'node',
      'a b.mjs',
      '--x=1 2',
      'c d',
      '',
    ]);
  });
});
