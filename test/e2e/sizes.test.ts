import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { cutOff } from '../helpers/cut-off.js';
import { drawnWindow } from '../helpers/drawn-window.js';
import { serious } from '../helpers/serious.js';
import { describeWhere } from '../helpers/where.js';

/** Text at N % in a window of W × H is a page of W / N by H / N with N device pixels each: what Ctrl + and Ctrl − do. */
const SIZES = [
  ['the smallest window', 1024, 640, 1],
  ['text at 80 %', 1800, 1125, 0.8],
  ['text at 125 %', 1152, 720, 1.25],
  ['text at 150 %', 960, 600, 1.5],
  ['text at 200 %', 720, 450, 2],
  ['a 4K screen', 3840, 2160, 1],
] as const;

const PANES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  Overview: (page) =>
    page.getByRole('region', { name: 'Finding', exact: true }).waitFor({ state: 'attached' }),
  Heap: async (page) => {
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .click();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('row', { name: /@\d+/ }).first().click();
    // Where there is no room beside the table, its holder is in a drawer.
    const drawer = page.getByRole('button', { name: 'Who holds it' });
    const beside = page.getByRole('treegrid', { name: 'Retainers' });
    await drawer.or(beside).first().waitFor();
    if (!(await drawer.isVisible())) return;
    await drawer.click();
    await beside.getByText('table').first().waitFor();
    expect(await cutOff(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await beside.waitFor({ state: 'detached' });
  },
  Object: (page) => page.locator('.picture-node').first().waitFor(),
  Allocations: (page) => page.locator('[data-flame] canvas').first().waitFor(),
  Threads: (page) => page.getByRole('row', { name: /pool-/ }).first().waitFor(),
  Regions: async (page) => {
    await page.getByRole('row').nth(2).waitFor();
    // What has no room is reached by keys.
    await page.getByRole('tabpanel').getByRole('treegrid').focus();
    for (let step = 0; step < 8; step++) await page.keyboard.press('Shift+ArrowRight');
    const edge = (): Promise<number> =>
      page
        .getByRole('columnheader')
        .last()
        .evaluate((head) => head.getBoundingClientRect().right - innerWidth);
    await expect.poll(edge).toBeLessThanOrEqual(0);
    for (let step = 0; step < 8; step++) await page.keyboard.press('Shift+ArrowLeft');
  },
  Source: (page) => page.getByText('No line is chosen').waitFor(),
  SQL: (page) => page.getByRole('button', { name: /^Run/ }).waitFor(),
};

describeWhere(CHROMIUM, 'no Chromium here')('every pane, at every size of window and text', () => {
  const opened = drawnWindow();

  for (const [what, width, height, scale] of SIZES)
    it(`${what}: nothing is cut off, low or blurred`, async () => {
      const { page: first } = opened();
      const context = await first
        .context()
        .browser()
        ?.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
      if (!context) throw new Error('no browser');
      try {
        await context.addCookies(await first.context().cookies());
        const page = await context.newPage();
        page.setDefaultTimeout(60_000);
        const errors: string[] = [];
        page.on('pageerror', (error) => errors.push(String(error)));
        await page.goto(first.url());
        const found: string[] = [];
        for (const [pane, ready] of Object.entries(PANES)) {
          await page.getByRole('tab', { name: pane }).click();
          await ready(page);
          await expect
            .poll(async () => (await cutOff(page)).length, { timeout: 2000 })
            .toBe(0)
            .catch(() => undefined);
          found.push(...(await cutOff(page)).map((line) => `${pane}: ${line}`));
          expect(await page.getByRole('group', { name: 'What Leakscope itself costs' }).isVisible()).toBe(
            true,
          );
        }
        await page.keyboard.press('a');
        await page.getByRole('row').nth(3).click();
        await page.getByText('whose memory', { exact: true }).waitFor();
        found.push(...(await cutOff(page)).map((line) => `attach: ${line}`));
        expect([...found, ...errors]).toEqual([]);
      } finally {
        await context.close();
      }
    });

  it('with the system’s forced colours lanes, swatches and bars keep what their fills say', async () => {
    const { page } = opened();
    await page.getByRole('tab', { name: 'Overview' }).click();
    await PANES['Overview'](page);
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    /** Of the lanes. */
    const colours = (): Promise<number> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.timeline-host canvas');
        const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(pixels && new Uint32Array(pixels.buffer)).size;
      });
    await expect.poll(colours).toBeGreaterThan(20);
    const fills = await page.evaluate(() =>
      [...document.querySelectorAll('.ledger .swatch, .waterfall-grew')].map(
        (element) => getComputedStyle(element).backgroundColor,
      ),
    );
    expect(new Set(fills).size).toBeGreaterThan(4);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  });

  it('what was dragged is there again after a window that was too small for it', async () => {
    const { page } = opened();
    await page.getByRole('tab', { name: 'Overview' }).click();
    const height = async (): Promise<number> =>
      Math.round((await page.getByRole('region', { name: 'Timeline' }).boundingBox())?.height ?? 0);
    const splitter = await page.locator('.splitter-down').first().boundingBox();
    if (!splitter) throw new Error('there is no splitter');
    const before = await height();
    await page.mouse.move(splitter.x + 300, splitter.y + 2);
    await page.mouse.down();
    await page.mouse.move(splitter.x + 300, splitter.y + 82, { steps: 4 });
    await page.mouse.up();
    await expect.poll(height).toBeGreaterThan(before + 60);
    const dragged = await height();
    await page.setViewportSize({ width: 1024, height: 640 });
    await expect.poll(height).toBeLessThan(dragged - 20);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(height).toBe(dragged);
    await page.reload();
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    await expect.poll(async () => Math.abs((await height()) - dragged)).toBeLessThanOrEqual(1);
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`high contrast, ${scheme}: nothing serious for axe`, async () => {
      const { page } = opened();
      await page.emulateMedia({ colorScheme: scheme });
      await page.keyboard.press('Control+k');
      await page.keyboard.type('high contrast');
      await page.keyboard.press('Enter');
      const found: string[] = [];
      for (const [pane, ready] of Object.entries(PANES)) {
        await page.getByRole('tab', { name: pane }).click();
        await ready(page);
        found.push(...(await serious(page)).map((line) => `${pane}: ${line}`));
      }
      expect(found).toEqual([]);
      expect(opened().errors).toEqual([]);
    });
});
