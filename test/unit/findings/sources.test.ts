import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { enclosingName } from '../../../electron/api/enclosing-name.js';
import { functionText } from '../../../electron/api/function-text.js';
import { ProgramSources } from '../../../electron/api/program-sources.js';
import { linkingLine, listeningLine, puttingLine } from '../../../electron/api/putting-line.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-sources-'));
const put = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

describe('lines of a program', () => {
  const lines = [
    'class Recorder:',
    '    def record(self, one):',
    '        self.tasks.append(one)',
    '        one.parent = self',
    '',
    '    def __init__(self):',
    '        self.tasks = []',
    '        self.parent = None',
  ];
  put('program.py', lines);

  it('are found by a name relative to where the program worked', () => {
    const sources = new ProgramSources('python3 -u program.py --fast', folder);
    expect(puttingLine(sources, 'tasks')).toMatchObject({
      file: join(folder, 'program.py'),
      line: 3,
      function: 'Recorder.record',
    });
    expect(linkingLine(sources, 'parent')).toMatchObject({ line: 4 });
  });
  it('are none without the folder, nor for a name that is no name', () => {
    expect(puttingLine(new ProgramSources('python3 program.py', undefined), 'tasks')).toBeUndefined();
    expect(puttingLine(new ProgramSources('python3 program.py', folder), 'ta.*s')).toBeUndefined();
  });
  it('are none where two would fit', () => {
    put('twice.mjs', ['const all = new Map();', 'all.set(1, 1);', 'all.set(2, 2);']);
    expect(puttingLine(new ProgramSources('node twice.mjs', folder), 'all')).toBeUndefined();
  });
  it('are looked for in other sources of the program, too', () => {
    put('main.mjs', ["import './store.mjs';"]);
    const store = put('store.mjs', [
      'const all = new Set();',
      'export function keep(one) {',
      '  all.add(one);',
      '}',
    ]);
    const sources = new ProgramSources('node main.mjs', folder, [`file://${store}`, '/no/such/file.mjs']);
    expect(puttingLine(sources, 'all')).toMatchObject({ file: store, line: 3, function: 'keep' });
  });
  it('listen on an emitter by its name, or by the event alone', () => {
    put('events.mjs', [
      'class A {',
      '  constructor() {',
      "    bus.on('change', () => this.draw());",
      '  }',
      '}',
    ]);
    const sources = new ProgramSources('node events.mjs', folder);
    expect(listeningLine(sources, 'bus', 'change')).toMatchObject({ line: 3, function: 'A.constructor' });
    expect(listeningLine(sources, 'other', 'change')).toMatchObject({ line: 3 });
    expect(listeningLine(sources, 'bus', 'close')).toBeUndefined();
  });
});

describe('the text of a function', () => {
  it.each([
    ['return () => id;', 7, '() => id'],
    ["f((a) => { g('}'); }, b)", 2, "(a) => { g('}'); }"],
    ['make(x => x.size, y)', 5, 'x => x.size'],
    ['  draw(a) { /* ) */ return a; }', 6, '(a) { /* ) */ return a; }'],
  ])('%s', (line, column, text) => {
    expect(functionText([line], 1, column)).toBe(text);
  });
});

describe('the name of what a line stands in', () => {
  it('is that of its functions and classes, outermost first', () => {
    const lines = ['class A:', '    def f(self):', '        if x:', '            return 1', 'top = 1'];
    expect(enclosingName(lines, 3)).toBe('A.f');
    expect(enclosingName(lines, 4)).toBeUndefined();
  });
});
