import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { longSession } from '../helpers/long-session.js';
import { describeWhere } from '../helpers/where.js';
import { openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

/** What nobody records by hand: a day of fifty processes, and a snapshot of 1 GB with more than five million objects. */

const LIMIT = 600_000;
/** Bytes of the page's own heap. */
const MOST_HEAP = 150e6;

async function opened(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await page.getByRole('dialog').getByRole('textbox').fill(path);
  await page.keyboard.press('Enter');
}

/** A program's heap as the bench of the heap engine makes it: some minutes, 4 GB. */
async function largeSnapshot(folder: string): Promise<string> {
  const out = join(folder, 'large');
  const generator = fileURLToPath(new URL('../bench/heap/generate.mjs', import.meta.url));
  const flags = ['--max-old-space-size=3500', generator, '165000', '100', out];
  const child = spawn(process.execPath, flags, { stdio: 'ignore' });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`the generator ended with ${status}`);
  return `${out}-A.heapsnapshot`;
}

/** After a collection. */
async function heapOf(page: Page): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  await client.detach();
  return usedSize;
}

describeWhere(CHROMIUM, 'no Chromium here')('the window before very much', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-large-'));
  let window: WindowUnderTest;

  beforeAll(async () => {
    window = await openWindow();
    window.page.setDefaultTimeout(LIMIT);
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'shows a day of fifty processes in a heap of at most 150 MB',
    async () => {
      const { page } = window;
      const path = join(folder, 'day.leakscope');
      longSession(path, 24, 50);
      await opened(page, path);
      await expect
        .poll(() => page.getByRole('region', { name: 'Processes' }).getByRole('listitem').count(), {
          timeout: LIMIT,
        })
        .toBe(50);
      await page.locator('.timeline-heads').getByText(/MB/).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await heapOf(page)).toBeLessThan(MOST_HEAP);
      await window.picture('day-of-fifty');
    },
    LIMIT,
  );

  it(
    'shows a snapshot of 1 GB, its objects and who holds one, in a heap of at most 150 MB',
    async () => {
      const { page } = window;
      const path = process.env['LEAKSCOPE_BENCH_SNAPSHOT'] ?? (await largeSnapshot(folder));
      expect(statSync(path).size).toBeGreaterThan(0.9e9);
      await opened(page, path);
      await page.getByRole('tab', { name: 'Heap' }).click();
      await page.getByRole('searchbox', { name: /^Class/ }).fill('/^Customer$/');
      const row = page.getByRole('row', { name: /Customer/ }).first();
      await row.click();
      const objects = await page
        .getByRole('region', { name: 'Snapshots' })
        .getByText(/objects/)
        .first()
        .innerText();
      expect(Number(objects.split('objects')[0].replace(/\D/g, ''))).toBeGreaterThan(5_000_000);
      await page.keyboard.press('ArrowRight');
      await page.getByRole('row', { name: /@\d+/ }).first().click();
      await page.getByRole('treegrid', { name: 'Retainers' }).getByRole('row').nth(1).waitFor();
      expect(await heapOf(page)).toBeLessThan(MOST_HEAP);
      await window.picture('snapshot-of-1-gb');
      expect(window.errors).toEqual([]);
    },
    2 * LIMIT,
  );
});
