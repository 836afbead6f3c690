import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessInfo } from '../../shared/model/process.js';
import { processInfo } from './node-targets.js';

/** Debian's is a script that ends in `exec`, so that the PID stays. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find(
  existsSync,
);

export interface Browser {
  readonly process: ProcessInfo;
  end(): Promise<void>;
}

/** A headless browser of its own with the pages open, once its debugging port listens. */
export async function startChromium(pages: readonly string[], flags: readonly string[]): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-under-test-'));
  const child = spawn(
    CHROMIUM ?? '',
    ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`, ...flags, ...pages],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/DevTools listening/.test(said)) resolve();
    });
    gone.then(() => reject(new Error(`Chromium ended: ${said}`)));
    if (!flags.some((flag) => flag.startsWith('--remote-debugging'))) resolve();
  });
  return {
    get process() {
      return processInfo(child.pid ?? 0, 'chrome');
    },
    async end() {
      child.kill('SIGKILL');
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** The command line of a process, for a test to see what it is. */
export const commandOf = (pid: number): string =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
