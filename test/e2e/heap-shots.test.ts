import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { sessionWithSites } from '../helpers/session-with-sites.js';
import { describeWhere } from '../helpers/where.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-heap-pane-'));
const file = join(folder, 'node.leakscope');

describeWhere(CHROMIUM, 'Chromium is not installed')('the heap pane, on two snapshots of a real leak', () => {
  let window: WindowUnderTest | undefined;

  beforeAll(async () => {
    const node = await startLeaker(process.execPath, 'leaky.mjs');
    try {
      const { status, err } = await command(
        ...['record', '--pid', String(node.pid), '-o', file],
        ...['--duration', '3s', '--snapshot', 'start,end'],
      );
      expect(status, err).toBe(0);
    } finally {
      await ended(node);
    }
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The comparison, in a window of its own. */
  async function opened(session = file): Promise<Page> {
    await window?.end();
    window = await openWindow([session]);
    const { page } = window;
    await page.getByText('Offline', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('columnheader', { name: /Δ retained/ }).waitFor();
    return page;
  }
  const search = (page: Page) => page.getByRole('searchbox', { name: /^Class/ });


  it('shots', async () => {
    const page = await opened();
    const show = page.getByRole('radiogroup', { name: 'What to show' }).first();
    const out = '/tmp/heap7/shots';
    for (const [w, h] of [[1024, 640], [1440, 900], [3840, 2160]] as const)
      for (const theme of ['light', 'dark', 'forced'] as const) {
        await page.setViewportSize({ width: w, height: h });
        await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light', forcedColors: theme === 'forced' ? 'active' : 'none' });
        for (const table of ['Classes', 'Objects', 'Dominators', 'Strings']) {
          await show.getByText(table, { exact: true }).click();
          await page.getByRole('row').nth(2).waitFor();
          if (table === 'Objects' || table === 'Classes') await page.getByRole('row').nth(3).click();
          await page.waitForTimeout(500);
          await page.screenshot({ path: `${out}/${table}-${w}-${theme}.png` });
        }
        await show.getByText('Classes', { exact: true }).click();
        await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('path');
        await page.getByRole('columnheader', { name: 'Retaining path' }).waitFor();
        await page.waitForTimeout(500);
        await page.screenshot({ path: `${out}/Paths-${w}-${theme}.png` });
        await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('');
      }
  }, 300_000);
});
