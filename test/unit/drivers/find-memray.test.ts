import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { findMemray } from '../../../electron/drivers/native/memray.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { testWhere } from '../../helpers/where.js';

const linux = process.platform === 'linux';

testWhere(linux, 'only Linux tells the command line of a process here')(
  'a memray that another user may have put beside an interpreter is not run',
  async () => {
    const folder = scratchFolder(onTestFinished);
    const memray = join(folder, 'memray');
    writeFileSync(memray, '#!/bin/sh\n');
    copyFileSync('/bin/sleep', join(folder, 'python'));
    chmodSync(join(folder, 'python'), 0o755);
    const child = spawn(join(folder, 'python'), ['60']);
    onTestFinished(() => void child.kill());
    await once(child, 'spawn');
    const target = { pid: child.pid, runtime: { kind: 'cpython', flavour: 'cpython' } } as ProcessInfo;
    chmodSync(memray, 0o755);
    expect(findMemray(target, '')).toBe(memray);
    chmodSync(memray, 0o777);
    expect(findMemray(target, '')).toBeUndefined();
    chmodSync(memray, 0o755);
    if (process.getuid?.() !== 0) return;
    chownSync(memray, 65534, 65534);
    expect(findMemray(target, '')).toBeUndefined();
  },
);
