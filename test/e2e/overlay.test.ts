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

/** How many pixels of the lanes differ from those of a picture that was kept, as `keep` kept it. */
const keep = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector<HTMLCanvasElement>('.timeline-host canvas')?.toDataURL() ?? '');
const differing = (page: Page, kept: string): Promise<number> =>
  page.evaluate(async (url) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.timeline-host canvas');
    if (!canvas) return Number.POSITIVE_INFINITY;
    const { width, height } = canvas;
    const pixels = (source: CanvasImageSource): Uint32Array => {
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(source, 0, 0);
      return new Uint32Array(context?.getImageData(0, 0, width, height).data.buffer ?? new ArrayBuffer(0));
    };
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (character) =>
      character.charCodeAt(0),
    );
    const before = pixels(await createImageBitmap(new Blob([bytes], { type: 'image/png' })));
    return pixels(canvas).reduce((sum, value, at) => sum + (value === before[at] ? 0 : 1), 0);
  }, kept);
/** Of an edge that falls on another side of a pixel; another session over the lanes is thousands. */
const FEW = 40;

/** The same once every process's samples have come. */
async function rested(page: Page): Promise<number> {
  // Every lane has its newest number.
  await expect
    .poll(() => page.locator('.timeline-heads').getByText('–', { exact: true }).count(), { timeout: LIMIT })
    .toBe(0);
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
    await window.page.getByRole('region', { name: 'Sessions' }).getByText('after', { exact: true }).click();
    await window.page.locator('.timeline-heads').getByText('shop').first().waitFor();
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is laid over it from the start, or where both have the same mark, and taken off', async () => {
    const { page } = window;
    const alone = await rested(page);
    const picture = await keep(page);
    const lay = async (item: RegExp): Promise<void> => {
      await page.getByRole('button', { name: 'Overlay', exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await lay(/before\.leakscope from the start/);
    const legend = page.getByRole('button', { name: /^Take the overlay off: before\.leakscope/ });
    await legend.waitFor();
    await expect.poll(() => differing(page, picture), { timeout: LIMIT }).toBeGreaterThan(20 * FEW);
    expect(await drawn(page)).not.toBe(alone);
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
    await expect.poll(() => differing(page, picture), { timeout: LIMIT }).toBeLessThan(FEW);
    expect(window.errors).toEqual([]);
  });
});
