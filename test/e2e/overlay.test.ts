import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { drawnFiles } from '../helpers/drawn-files.js';
import { describeWhere } from '../helpers/where.js';
import { openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

const LIMIT = 60_000;

/** A number for the pixels of the lanes: what is drawn there now. */
const drawn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            const text =
              document.querySelector<HTMLCanvasElement>('.timeline-host canvas')?.toDataURL() ?? '';
            let sum = 7;
            for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
            done(sum);
          }),
        ),
      ),
  );

/** The same once every process's samples have come. */
async function rested(page: Page): Promise<number> {
  await page.waitForLoadState('networkidle');
  let last = await drawn(page);
  await expect
    .poll(
      async () => {
        const before = last;
        last = await drawn(page);
        return last === before;
      },
      { timeout: LIMIT, interval: 300 },
    )
    .toBe(true);
  return last;
}

describeWhere(CHROMIUM, 'no Chromium here')('another session over the timeline', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-overlay-'));
  let window: WindowUnderTest;

  beforeAll(async () => {
    const paths = await drawnFiles(folder, {
      before: { growth: 4e5, deploy: 30_000 },
      after: { growth: 2e4, deploy: 50_000 },
    });
    window = await openWindow(paths);
    await window.page.getByRole('region', { name: 'Sessions' }).getByText('after.leakscope').click();
    await window.page.locator('.timeline-heads').getByText('shop').first().waitFor();
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is laid over it from the start, or where both have the same mark, and taken off', async () => {
    const { page } = window;
    const alone = await rested(page);
    const lay = async (item: RegExp): Promise<void> => {
      await page.getByRole('button', { name: 'Overlay', exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await lay(/before\.leakscope from the start/);
    const legend = page.getByRole('button', { name: /^Take the overlay off: before\.leakscope/ });
    await legend.waitFor();
    await expect.poll(() => drawn(page), { timeout: LIMIT }).not.toBe(alone);
    const fromStart = await rested(page);
    await window.picture('overlay');
    await lay(/before\.leakscope at “deploy”/);
    await expect.poll(() => drawn(page), { timeout: LIMIT }).not.toBe(fromStart);
    expect(await legend.getAttribute('title')).toMatch(/at “deploy”/);
    await window.picture('overlay-mark');
    // It lies over the tree that the other panes show, too.
    await page.keyboard.press('2');
    await page.getByRole('tab', { name: 'Heap', selected: true }).waitFor();
    const folded = await rested(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('overlay off');
    await page.keyboard.press('Enter');
    await expect.poll(() => drawn(page), { timeout: LIMIT }).not.toBe(folded);
    await page.keyboard.press('1');
    await expect.poll(() => drawn(page), { timeout: LIMIT }).toBe(alone);
    expect(window.errors).toEqual([]);
  });
});
