import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { OpenSessions } from '../../electron/api/open-sessions.js';
import { sessionEntry } from '../../electron/api/session-entry.js';
import { sourcesService } from '../../electron/api/sources-service.js';
import { openSession } from '../../electron/store/open-session.js';
import { sessionId } from '../../shared/base/brand.js';
import { NODE_TARGET, newSession, scratchFolder } from '../helpers/session-file.js';

const id = sessionId('s1');
/** Before the session of `newSession` began. */
const LONG_AGO = new Date('2025-01-01T00:00:00Z');

function program(folder: string, name: string, text = 'console.log(1)\n'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, LONG_AGO, LONG_AGO);
  return path;
}

/** A session whose targets' commands name these files, and the service that reads them. */
function session(folder: string, files: readonly string[], live = false) {
  const path = join(folder, 'a.leakscope');
  const writer = newSession(path);
  for (const file of files) writer.addTarget({ ...NODE_TARGET, command: `node\0${file}` });
  writer.complete(1000);
  const entry = sessionEntry(id, openSession(path), live);
  onTestFinished(() => entry.close());
  const sessions = { entry: () => entry } as unknown as OpenSessions;
  return {
    entry,
    text: (file: string) =>
      sourcesService(sessions, { callTree: () => Promise.reject(new Error('none')) }).text(id, { file }),
  };
}

it('a file that the session names is read, kept, and there when the disk has it no more', async () => {
  const folder = scratchFolder(onTestFinished);
  const file = program(folder, 'app.js');
  const { text } = session(folder, [file]);
  expect(await text(file)).toEqual({ file, text: 'console.log(1)\n', origin: 'disk' });
  writeFileSync(file, 'something else');
  expect(await text(file)).toEqual({ file, text: 'console.log(1)\n', origin: 'session' });
});

it('what was looked at while it was recorded is kept when the recording ends', async () => {
  const folder = scratchFolder(onTestFinished);
  const file = program(folder, 'app.py', 'print(1)\n');
  const { text, entry } = session(folder, [file], true);
  expect((await text(file)).origin).toBe('disk');
  expect((await text(file)).origin).toBe('disk');
  entry.ended();
  expect(await text(file)).toEqual({ file, text: 'print(1)\n', origin: 'session' });
});

it('a file that was changed since says so and is not kept', async () => {
  const folder = scratchFolder(onTestFinished);
  const file = join(folder, 'app.js');
  writeFileSync(file, 'new');
  const { text } = session(folder, [file]);
  expect((await text(file)).caveat).toMatch(/changed after the recording began/);
  expect((await text(file)).origin).toBe('disk');
});

it('refuses, with a sentence, what no frame names and what is no source', async () => {
  const folder = scratchFolder(onTestFinished);
  const secret = program(folder, 'secret.js');
  const link = join(folder, 'link.js');
  symlinkSync(secret, link);
  const directory = join(folder, 'folder.js');
  mkdirSync(directory);
  const large = program(folder, 'large.js');
  truncateSync(large, (8 << 20) + 1);
  const shadow = program(folder, 'shadow');
  const { text } = session(folder, [link, directory, large, shadow, join(folder, 'gone.js')]);
  const code = async (file: string): Promise<string> =>
    text(file).then(
      () => 'read',
      (error: { code: string }) => error.code,
    );
  expect(await code(secret)).toBe('not-named');
  expect(await code(`${folder}/../${folder.split('/').at(-1)}/link.js`)).toBe('not-named');
  expect(await code(link)).toBe('no-source');
  expect(await code(directory)).toBe('no-source');
  expect(await code(shadow)).toBe('no-source');
  expect(await code(join(folder, 'gone.js'))).toBe('no-source');
  expect(await code(large)).toBe('too-large');
  await expect(text('')).rejects.toThrow();
});
