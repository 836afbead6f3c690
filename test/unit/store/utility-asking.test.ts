import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import type { ElectronParts } from '../../../electron/app/electron-parts.js';
import { utilityAsking } from '../../../electron/app/utility-asking.js';

test('a program that has ended is ended again without harm: its exit may be told later', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  // Electron tells the exit after the process is gone, which nothing here can time.
  const made = Object.assign(new EventEmitter(), { pid: child.pid, postMessage: () => {} });
  const start = utilityAsking({
    utilityProcess: { fork: () => made },
  } as unknown as Pick<ElectronParts, 'utilityProcess'>);
  const asking = start('/nowhere.js');
  made.emit('spawn');
  expect(() => asking.end()).not.toThrow();
});
