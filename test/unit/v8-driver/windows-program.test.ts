import { EventEmitter, once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { windowsProgram } from '../../../electron/drivers/v8/windows-program.js';
import { scratchFolder } from '../../helpers/session-file.js';

/** As much of a window as the program touches; a real app says no 300 MB at once on demand. */
class Debugger extends EventEmitter {
  attached = false;
  isAttached = (): boolean => this.attached;
  attach = (): void => {
    this.attached = true;
  };
  detach = (): void => {
    this.attached = false;
  };
  sendCommand = async (): Promise<object> => ({});
}

class Window extends EventEmitter {
  readonly id = 1;
  readonly debugger = new Debugger();
  isDestroyed = (): boolean => false;
  isCrashed = (): boolean => false;
  getURL = (): string => 'https://example.invalid/';
  getTitle = (): string => 'a window';
  getType = (): string => 'window';
  getOSProcessId = (): number => 7;
}

test('a window that says more than is read is let go of, and why is told', async () => {
  const path = join(scratchFolder(onTestFinished), 'door');
  const server = createServer().listen(path);
  onTestFinished(() => void server.close());
  const window = new Window();
  const electron = {
    app: new EventEmitter(),
    webContents: { getAllWebContents: () => [window] },
  };
  const node = createRequire(import.meta.url);
  const asApp = (name: string): unknown =>
    name === 'module' ? { createRequire: () => () => electron } : node(name);

  const arriving = once(server, 'connection');
  (runInThisContext(windowsProgram(path, 'token')) as (require: unknown) => void)(asApp);
  const [ours] = (await arriving) as [Socket];
  onTestFinished(() => void ours.destroy());
  /** From that word to the end of its line. What floods us is not put together. */
  const said = (word: string): Promise<string> =>
    new Promise((resolve) => {
      let tail: Buffer = Buffer.alloc(0);
      ours.on('data', (bytes: Buffer) => {
        tail = Buffer.concat([tail.subarray(-1000), bytes]);
        const at = tail.indexOf(word);
        const end = at < 0 ? -1 : tail.indexOf('\n', at);
        if (end > 0) resolve(tail.toString('utf8', at, end));
      });
    });
  ours.write(`${JSON.stringify({ id: 1, do: 'devtools', method: 'Target.setAutoAttach', params: {} })}\n`);
  await said('Target.attachedToTarget');
  expect(window.debugger.attached).toBe(true);

  ours.pause();
  const chunk = 'x'.repeat(8 << 20);
  for (let n = 0; n < 40 && window.debugger.attached; n++)
    window.debugger.emit('message', {}, 'HeapProfiler.addHeapSnapshotChunk', { chunk }, '');
  expect(window.debugger.attached).toBe(false);
  const lost = said('Target.detachedFromTarget');
  ours.resume();
  expect(await lost).toContain('more came from it than could be taken');
}, 30_000);
