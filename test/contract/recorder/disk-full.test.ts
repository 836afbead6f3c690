import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { openSession } from '../../../electron/store/open-session.js';
import type { RecordingEnd } from '../../../shared/api/recording.js';
import { bundledProgram } from '../../helpers/bundled-program.js';
import { lastSaid } from '../../helpers/killed-writer.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { testWhere } from '../../helpers/where.js';

const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

testWhere(mayMount, 'needs root, to mount a small tmpfs')(
  'a full disk ends the recording, says so, and keeps what was written (needs root to mount one)',
  async () => {
    const program = await bundledProgram('./programs/record-session.ts');
    const folder = join(scratchFolder(onTestFinished), 'small');
    mkdirSync(folder);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', folder]);
    onTestFinished(() => void spawnSync('umount', [folder]));
    const path = join(folder, 'full.leakscope');

    const child = spawn(process.execPath, [program, path, String(process.pid)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const [status] = await once(child, 'close');
    expect(status).toBe(0);
    const said = out.split('\n').filter(Boolean);
    const end = JSON.parse(said.at(-1)?.slice('end '.length) ?? '{}') as RecordingEnd;
    expect(end.reason).toBe('failed');
    expect(end.message).toMatch(/disk is full.*Make room/);
    const reader = openSession(path);
    const { complete, series } = reader.info();
    reader.close();
    expect(complete).toBe(false);
    expect(series.find(({ name }) => name === 'rss')?.count).toBeGreaterThan(10);
    expect(lastSaid(said, 'wrote')).toBe(1);
  },
);
