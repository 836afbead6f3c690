import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownInterpreter } from '../../../electron/drivers/python/entry/own-interpreter.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { testWhere } from '../../helpers/where.js';

const running = (command: string): ProcessInfo => ({
  ...{ pid: 4711, ppid: 1, name: 'python3.14', command, user: 'me', rss: 1, attachable: true, startTime: 1 },
  runtime: { kind: 'cpython', flavour: 'cpython' },
});

function interpreter(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'python3.14');
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

test('the interpreter is the file that the command line begins with, spaces and quotes in it or not', () => {
  const plain = interpreter(join(scratchFolder(onTestFinished), 'bin'));
  const spaced = interpreter(join(scratchFolder(onTestFinished), 'my programs'));
  expect(ownInterpreter(running(`${plain} -u app.py --python ${spaced}`))).toBe(plain);
  expect(ownInterpreter(running(`${spaced} -m http.server`))).toBe(spaced);
  expect(ownInterpreter(running(`"${spaced}" app.py`))).toBe(spaced);
  expect(ownInterpreter(running(spaced))).toBe(spaced);
});

test.each(['python3 app.py', './python3.14', '/nowhere/python3.14 x', '/bin/sh app.py', '""', ''])(
  '%j names none',
  (command) => {
    expect(() => ownInterpreter(running(command))).toThrow(expect.objectContaining({ code: 'python-build' }));
  },
);

testWhere(process.getuid?.() === 0, 'needs root')('root runs no interpreter of somebody else', () => {
  const file = interpreter(join(scratchFolder(onTestFinished), 'bin'));
  chownSync(file, 4711, 4711);
  expect(() => ownInterpreter(running(`${file} app.py`))).toThrow(
    expect.objectContaining({ code: 'not-permitted', remedy: expect.stringContaining('sudo') }),
  );
});
