import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { answer } from '../helpers/command.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';
import { scratchFolder } from '../helpers/session-file.js';

/** A session recorded with --redact holds no text that the program made: of the newest and the oldest Python here. */
const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');
const ends = [...new Set([pythons.at(0), pythons.at(-1)])].flatMap((python) => (python ? [python] : []));

afterEach(endAllPythonTargets);

it.each(ends.map((python) => [python.label, python] as const))(
  'record --redact: CPython %s',
  async (_, python) => {
    const target = await startPythonTarget(python, 'holder.py');
    const folder = scratchFolder(onTestFinished);
    const texts: string[] = [];
    for (const flags of [[], ['--redact']]) {
      const session = join(folder, `${flags.length}.leakscope`);
      const heap = join(folder, `${flags.length}.heapsnapshot`);
      const pid = String(target.pid);
      await answer(
        'record',
        '--pid',
        pid,
        '--duration',
        '5s',
        '--snapshot',
        'start',
        ...flags,
        '-o',
        session,
      );
      await answer('export', session, '--format', 'heapsnapshot', '-o', heap);
      texts.push(readFileSync(heap, 'utf8'));
    }
    const [open = '', closed = ''] = texts;
    for (const made of ['node-7', 'held-by-a-frame']) expect(open).toContain(made);
    expect(closed).not.toMatch(/node-\d/);
    // Words of the program's code stay: without them no path could be read.
    for (const word of ['by_name', '__main__.Holder']) expect(closed).toContain(word);
    expect(target.errors()).toBe('');
  },
);
