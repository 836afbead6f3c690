import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listeningElsewhere, registeringLine, waitingForDone } from '../../../electron/api/calling-line.js';
import { ProgramSources } from '../../../electron/api/program-sources.js';
import { puttingLine } from '../../../electron/api/putting-line.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-listening-'));
afterAll(() => rmSync(folder, { recursive: true }));

function sourcesOf(name: string, lines: readonly string[]): ProgramSources {
  writeFileSync(join(folder, name), lines.join('\n'));
  return new ProgramSources(`${name.endsWith('.py') ? 'python3' : 'node'} ${name}`, folder);
}

describe('of lines that listen', () => {
  const linked = [
    'function linked(parent, limit) {',
    '  const own = new AbortController();',
    '  parent.addEventListener("abort", () => own.abort(parent.reason));',
    '  own.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });',
    '}',
  ];
  it('that is named whose emitter was not made beside it', () => {
    expect(listeningElsewhere(sourcesOf('linked.mjs', linked))).toMatchObject({
      line: 3,
      function: 'linked',
    });
  });
  it('none is where two listen on what came from elsewhere, and none where there is no choice', () => {
    const two = [...linked, 'function other(page) {', '  page.addEventListener("load", draw);', '}'];
    expect(listeningElsewhere(sourcesOf('two.mjs', two))).toBeUndefined();
    expect(listeningElsewhere(sourcesOf('one.mjs', linked.toSpliced(3, 1)))).toBeUndefined();
  });
});

describe('who waits for a future', () => {
  it('is put there by add_done_callback', () => {
    const lines = ['async def serve(stop):', '    stop.add_done_callback(closing)', '    await wait()'];
    expect(waitingForDone(sourcesOf('serve.py', lines))).toMatchObject({ line: 2, function: 'serve' });
  });
});

describe('what is called at exit', () => {
  it('is registered by one line', () => {
    const lines = ['def upload(n):', '    one = Upload(n)', '    atexit.register(one.close)'];
    expect(registeringLine(sourcesOf('exit.py', lines))).toMatchObject({ line: 3, function: 'upload' });
    expect(registeringLine(sourcesOf('none.py', ['def run():', '    bus.register(one)']))).toBeUndefined();
  });
});

describe('what a subject keeps', () => {
  const lines = [
    'const prices = new ReplaySubject();',
    'prices.subscribe((price) => {',
    '  last = price;',
    '});',
    'setInterval(() => {',
    '  prices.next({ symbol, book: [n] });',
    '}, 20);',
  ];
  it('is put in where it is written out, rather than where somebody subscribes', () => {
    expect(puttingLine(sourcesOf('a.mjs', lines), 'prices', { of: ['symbol', 'book'] })?.line).toBe(6);
  });
  it('is whoever subscribes, where that is not what is sent', () => {
    expect(puttingLine(sourcesOf('b.mjs', lines), 'prices', { of: ['closed', 'parent'] })?.line).toBe(2);
    expect(puttingLine(sourcesOf('c.mjs', lines), 'prices')?.line).toBe(2);
  });
});
