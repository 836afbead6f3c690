import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { describeWhere } from '../helpers/where.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-inventory-'));
const file = join(folder, 'node.leakscope');
const there = CHROMIUM && process.platform === 'linux';

describeWhere(there, 'Chromium is not installed, or this is not Linux')(
  'mappings, threads and descriptors',
  () => {
    let window: WindowUnderTest;

    beforeAll(async () => {
      const node = await startLeaker(process.execPath, 'leaky.mjs');
      try {
        const { status, err } = await command(
          ...['record', '--pid', String(node.pid), '-o', file, '--duration', '6s'],
        );
        expect(status, err).toBe(0);
      } finally {
        await ended(node);
      }
      window = await openWindow([file]);
      await window.page.getByText('Offline', { exact: true }).waitFor();
    });
    afterAll(async () => {
      await window?.end();
      rmSync(folder, { recursive: true, force: true });
    });

    it('Overview goes from RSS to RSS, and says how much of it is explained', async () => {
      const { page } = window;
      await page.getByText('Growth explained').waitFor();
      const ledger = page.getByRole('region', { name: 'Ledger' });
      await ledger.getByRole('row', { name: /^RSS at the start/ }).waitFor();
      await ledger.getByRole('row', { name: /^RSS at the end/ }).waitFor();
      await window.picture('waterfall');
    });

    it('Regions shows what grew first, opens a group to its mappings and filters by name', async () => {
      const { page } = window;
      await page.getByRole('tab', { name: 'Regions' }).click();
      const table = page.getByRole('treegrid', { name: 'By file' });
      await table.getByText('Δ RSS').waitFor();
      const before = await table.getByRole('row').count();
      await table.getByRole('row').nth(1).getByRole('button', { name: 'Open' }).click();
      await expect.poll(() => table.getByRole('row').count()).toBeGreaterThan(before);
      await page.getByRole('searchbox', { name: 'Filter by name' }).fill('libc.so');
      await expect.poll(() => table.getByText('libc.so').count()).toBeGreaterThan(0);
      await window.picture('regions');
      await page.getByRole('radio', { name: 'Mappings' }).click();
      await page.getByRole('grid', { name: 'Mappings' }).getByText('r-xp').first().waitFor();
    });

    it('Threads groups by start function, and shows descriptors by kind', async () => {
      const { page } = window;
      await page.getByRole('tab', { name: 'Threads' }).click();
      await page.getByRole('radio', { name: 'By start function' }).click();
      await page
        .getByText(/PlatformWorkerThread|not known/)
        .first()
        .waitFor();
      await window.picture('threads');
      await page.getByRole('radio', { name: 'Descriptors' }).click();
      await page.getByRole('grid', { name: 'Descriptors' }).getByText('epoll').first().waitFor();
      await page.getByRole('radio', { name: 'Stacks' }).click();
      await page.getByText('Stacks are taken while a process is recorded.').waitFor();
      expect(window.errors).toEqual([]);
    });
  },
);
