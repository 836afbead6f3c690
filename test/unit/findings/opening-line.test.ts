import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openingLines } from '../../../electron/api/opening-line.js';
import { ProgramSources } from '../../../electron/api/program-sources.js';
import type { Evidence, Opening, SourcedPath } from '../../../shared/findings/evidence.js';
import { judge } from '../../../shared/findings/judge.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-opening-'));
afterAll(() => rmSync(folder, { recursive: true }));

function opening(name: string, lines: readonly string[]): Opening {
  writeFileSync(join(folder, name), lines.join('\n'));
  return openingLines(new ProgramSources(`${name.endsWith('.py') ? 'python3' : 'node'} ${name}`, folder));
}

describe('the line that opens what stays open', () => {
  it('is found by what is called, in Node', () => {
    const found = opening('peek.cjs', [
      "const fs = require('node:fs');",
      'function peek(path) {',
      '  const stream = fs.createReadStream(path);',
      '  return http.get({ path }, (answer) => keep(answer, /x/.exec(path)));',
      '}',
      'function run() {',
      '  return spawn("sleep", ["9"]);',
      '}',
    ]);
    expect(found).toMatchObject({
      file: { line: 3, function: 'peek', how: expect.stringMatching(/only line .* that opens a file/) },
      socket: { line: 4 },
      process: { line: 7, function: 'run' },
    });
  });
  it('is found in Python, but for what a with statement closes', () => {
    const found = opening('read.py', [
      'def read(path):',
      '    with open(path) as file:',
      '        text = file.read()',
      '    log = open(path + ".log", "a")',
      '    return subprocess.Popen(["cat"]), text, log',
    ]);
    expect(found).toMatchObject({ file: { line: 4 }, process: { line: 5 } });
    expect(found.socket).toBeUndefined();
  });
  it('is none where many lines would do', () => {
    const many = Array.from({ length: 6 }, (_, at) => `  fs.openSync('file ${at}');`);
    expect(opening('many.mjs', many)).toEqual({});
  });
});

describe('descriptors that only become more', () => {
  const time = Array.from({ length: 200 }, (_, at) => at * 100);
  const points = (each: number) => ({ time, value: time.map((ms) => Math.floor((ms / 1000) * each)) });
  const how = 'by its text';
  const file = { file: '/app/peek.cjs', line: 3, how };
  const reports: SourcedPath = {
    row: {
      ...{ name: 'Report', addedCount: 300, removedCount: 0, survivedCount: 20, addedSize: 0 },
      ...{ removedSize: 0, countDelta: 300, sizeDelta: 0 },
    },
    ...{ count: 300, retainedSize: 3e5, place: { file: '/app/peek.cjs', line: 18, how } },
    steps: [
      { edge: '', edgeType: 'property', name: 'global' },
      { edge: '.reports', edgeType: 'property', name: 'Map', id: 7 },
      { edge: '[1]', edgeType: 'element', name: 'Report', id: 9 },
    ],
    container: { step: 1, className: 'Map', entries: 320, before: 20, kept: 20, gone: 0 },
  };
  const seen = (growing: readonly SourcedPath[]): Evidence => ({
    ...{ target: 1, from: 0, to: 20_000 },
    series: new Map([
      ['fds', points(15)],
      ['fds.file.count', points(15)],
    ]),
    heap: {
      ...{ producer: 'v8', reached: { before: 0, after: 0 }, growing, closures: [], timers: [] },
      ...{ tracebacks: [], cycles: [], caches: [], threads: [], tasks: [], stacks: [], files: [] },
      ...{ span: 20_000, snapshots: [1, 2] as const, opening: { file } },
    },
  });
  it('are opened at a line, also where no object of the heap has them', () => {
    expect(judge(seen([])).findings).toMatchObject([
      { rule: 'handle-growth', location: { file: '/app/peek.cjs', line: 3 } },
    ]);
  });
  it('are held where as many objects came to be held, and that is told once', () => {
    expect(judge(seen([reports])).findings).toMatchObject([
      { rule: 'handle-growth', location: { line: 18 } },
    ]);
    // The snapshots lie closer together than the recording is long: as many a second.
    const fewer = seen([{ ...reports, count: 225 }]);
    const closer = { ...fewer, heap: fewer.heap && { ...fewer.heap, span: 15_000 } };
    expect(judge(closer).findings).toMatchObject([{ rule: 'handle-growth', location: { line: 18 } }]);
    const others = { ...reports, count: 900 };
    expect(judge(seen([others])).findings.map(({ rule }) => rule)).toEqual([
      'handle-growth',
      'growing-container',
    ]);
  });
});
