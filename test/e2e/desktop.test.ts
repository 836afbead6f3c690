import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { electronBinary } from '../../electron/host/electron-binary.js';

const project = fileURLToPath(new URL('../..', import.meta.url));

describe('the desktop window, in the real Electron', () => {
  it('opens, shows the processes, and keeps Node away from its page', async ({ skip }) => {
    const { path, missing } = await electronBinary(project);
    if (!path) return skip(`${missing}: its host cannot be reached from here`);
    if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
      return skip('there is no display');
    const data = mkdtempSync(join(tmpdir(), 'leakscope-desktop-'));
    const app = await _electron.launch({
      executablePath: path,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), join(project, 'dist', 'app', 'main.js')],
      env: { ...process.env, LEAKSCOPE_DATA: data } as Record<string, string>,
    });
    try {
      const page = await app.firstWindow();
      await page.getByRole('searchbox').first().waitFor();
      expect(page.url()).toBe('app://leakscope/index.html');
      expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe(
        'undefined',
      );
      const shell = await page.evaluate(() =>
        Object.keys((globalThis as { leakscopeShell?: object }).leakscopeShell ?? {}),
      );
      expect(shell.sort()).toEqual(['connect', 'onCommand', 'openDialog', 'pathOf', 'saveDialog']);
    } finally {
      await app.close();
      rmSync(data, { recursive: true, force: true });
    }
  });
});
