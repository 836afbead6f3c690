import { expect, it } from 'vitest';
import { linesAround } from '../../../renderer/views/overview/finding-lines.js';

it('shows the lines around one, moved out together, and nothing where the text has no such line', () => {
  const text = ['class A {', '    open() {', '\tthis.all.push(1);', '    }', '', '}'].join('\n');
  expect(linesAround(text, 3)).toEqual({
    first: 1,
    shown: ['class A {', '    open() {', '  this.all.push(1);', '    }', ''],
  });
  expect(linesAround(text, 4)).toEqual({
    first: 2,
    shown: ['    open() {', '  this.all.push(1);', '    }', '', '}'],
  });
  expect(linesAround('    a\n    b', 2)).toEqual({ first: 1, shown: ['a', 'b'] });
  expect(linesAround(text, 7).shown).toEqual([]);
  expect(linesAround('', 1).shown).toEqual([]);
  expect(linesAround('\n\n', 2).shown).toEqual(['', '', '']);
  expect(linesAround(`x${'y'.repeat(10_000_000)}`, 1).shown[0].length).toBeLessThan(1000);
});
