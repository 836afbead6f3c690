import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { AllocationAnswer } from '../../shared/api/sessions.js';
import { CHROMIUM } from '../helpers/chromium.js';
import { answer, command } from '../helpers/command.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { scratchFolder } from '../helpers/session-file.js';
import { describeWhere } from '../helpers/where.js';
import { openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
/** Of one wait. A machine that is loaded takes its time; what never comes still ends the test. */
const LIMIT = 30_000;

const by = (page: Page) => page.getByRole('combobox', { name: /^By/ });

async function toSession(page: Page, name: string): Promise<void> {
  await page
    .getByRole('region', { name: /^Sessions/ })
    .getByText(name, { exact: true })
    .click();
  await page.getByRole('tab', { name: 'Allocations' }).click();
  await page.getByRole('radio', { name: 'Table' }).click();
}

describeWhere(CHROMIUM, 'Chromium is not installed')('tables of allocations, and what leaves them', () => {
  let window: WindowUnderTest;
  const folder = scratchFolder(afterAll);

  beforeAll(async () => {
    const timeline = join(folder, 'node24.heaptimeline');
    writeFileSync(timeline, gunzipSync(readFileSync(fixture('heap/node24.heaptimeline.gz'))));
    window = await openWindow([
      timeline,
      ...['heaptrack.zst', 'memray.csv'].map((name) => fixture(`allocations/${name}`)),
    ]);
  }, 120_000);
  afterAll(() => window?.end());

  it('columns are in memory that the page shares with its workers', async () => {
    expect(await window.page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  it('by thread, by type, and by file where native code has none', async () => {
    const { page } = window;
    await toSession(page, 'memray.csv');
    await by(page).selectOption('thread');
    const threads = page.getByRole('grid', { name: 'Thread' }).getByRole('row');
    await expect.poll(() => threads.nth(1).innerText(), { timeout: LIMIT }).toMatch(/^0x1\s[\s\S]*673\.9/);
    await toSession(page, 'node24.heaptimeline');
    await by(page).selectOption('type');
    const types = page.getByRole('grid', { name: 'Type' }).getByRole('row');
    await expect.poll(() => types.count(), { timeout: LIMIT }).toBeGreaterThan(2);
    await window.picture('allocations-types');
    await toSession(page, 'heaptrack.zst');
    await by(page).selectOption('file');
    const files = page.getByRole('grid', { name: 'File' });
    // What begins a program has no source: it is of the program's file.
    await files.getByText(/gen\/shop$/).waitFor();
    expect(await files.innerText()).not.toContain('(anonymous)');
    await window.picture('allocations-files');
  });

  it('a function merged into its callers leaves its bytes to them, and goes out so as pprof and CSV', async () => {
    const { page } = window;
    await toSession(page, 'memray.csv');
    await by(page).selectOption('function');
    const all = await page.locator('[data-all]').innerText();
    const item = page.getByRole('grid', { name: 'Function' }).getByRole('row', { name: /^item/ });
    await item.waitFor();
    await page.getByRole('radio', { name: 'Icicle' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('/^item$/');
    await page.locator('[data-match]').waitFor();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('[data-flame-said]').innerText(), { timeout: LIMIT })
      .toMatch(/^item,/);
    await page.keyboard.press('Escape');
    await page.locator('[data-flame]').focus();
    await page.keyboard.press('Space');
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('button', { name: 'item merged' }).waitFor();
    await page.getByRole('radio', { name: 'Table' }).click();
    await page.getByRole('row', { name: /^order/ }).waitFor();
    await item.waitFor({ state: 'detached' });
    expect(await page.locator('[data-all]').innerText()).toBe(all);
    const whole = await answer<AllocationAnswer>('allocations', fixture('allocations/memray.csv'));
    for (const [name, ending] of [
      ['pprof', '.pb.gz'],
      ['CSV', '.csv'],
    ] as const) {
      await page.locator('[data-export-calls]').click();
      const download = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click();
      const saved = await download;
      expect(saved.suggestedFilename()).toBe(`memray.csv${ending}`);
      const path = join(folder, `out${ending}`);
      await saved.saveAs(path);
      const back = await answer<AllocationAnswer>('allocations', path);
      expect(back.bytes).toBe(whole.bytes);
      expect(back.nodes.some(({ function: called }) => called === 'item')).toBe(false);
    }
    expect(window.errors).toEqual([]);
  });
});

describeWhere(CHROMIUM, 'Chromium is not installed')('a range in which nothing was allocated', () => {
  it('says so in a sentence, and leads back to the whole session', async () => {
    const file = join(scratchFolder(onTestFinished), 'idle.leakscope');
    const target = await startNodeTarget('gathering.mjs');
    try {
      const begin = performance.now();
      const recorded = command(
        ...['record', '--pid', String(target.pid), '-o', file, '--duration', '20s', '--allocations'],
      );
      // Something while it begins, then nothing.
      const times = (): number => target.output().split('gathered').length;
      while (performance.now() - begin < 6000) {
        const before = times();
        target.signal('SIGUSR2');
        await expect.poll(times).toBeGreaterThan(before);
      }
      const { status, err } = await recorded;
      expect(status, err).toBe(0);
    } finally {
      await endAllTargets();
    }
    const window = await openWindow([file]);
    onTestFinished(() => window.end());
    const { page } = window;
    await page.getByRole('tab', { name: 'Allocations' }).click();
    await page.locator('[data-all]').waitFor();
    const all = await page.locator('[data-all]').innerText();
    expect(all).toMatch(/[kM]B/);
    // Its last part, some seconds after the last of what it gathered.
    for (let step = 0; step < 20; step++) await page.keyboard.press('[');
    await page.getByText('Nothing was allocated here').waitFor();
    await page.getByText('Nothing that was allocated in this range is still held at its end.').waitFor();
    expect(await page.locator('[data-flame]').count()).toBe(0);
    await window.picture('allocations-empty-range');
    await page.getByRole('button', { name: 'Show the whole session' }).click();
    await page.locator('[data-flame]').waitFor();
    await expect.poll(() => page.locator('[data-all]').innerText(), { timeout: LIMIT }).toBe(all);
    expect(window.errors).toEqual([]);
  });
});
