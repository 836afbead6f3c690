import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { drawnWindow } from '../helpers/drawn-window.js';
import { describeWhere } from '../helpers/where.js';

/** The timeline under pointer and keys: two minutes of two processes, the same each time. */

describeWhere(CHROMIUM, 'no Chromium here')('the timeline', () => {
  const opened = drawnWindow();
  const host = (page: Page) => page.locator('[data-keys=timeline]');
  const chip = (page: Page) => page.locator('.range-chip');
  /** Seconds that the lanes show. */
  const shown = async (page: Page): Promise<number> => {
    const text = await page
      .locator('.timeline-head')
      .getByText(/ shown$/)
      .innerText();
    const [, minutes, seconds] = /^(?:(\d+):)?([\d.]+)/.exec(text) ?? [];
    return Number(minutes ?? 0) * 60 + Number(seconds);
  };
  /** What the lanes look like; the second canvas has what follows the pointer. */
  const pixels = (page: Page, canvas = 0): Promise<number> =>
    page.evaluate((at) => {
      const layer = document.querySelectorAll<HTMLCanvasElement>('.timeline-host canvas')[at];
      const { data } = layer.getContext('2d')?.getImageData(0, 0, layer.width, layer.height) ?? { data: [] };
      let sum = 0;
      for (let part = 0; part < data.length; part += 4)
        sum =
          (sum * 31 + data[part] + 7 * data[part + 1] + 13 * data[part + 2] + data[part + 3]) % 4294967291;
      return sum;
    }, canvas);
  const changes = async (page: Page, act: () => Promise<unknown>): Promise<void> => {
    const before = await pixels(page);
    await act();
    await expect.poll(() => pixels(page)).not.toBe(before);
  };
  /** A place in it: shares of its width, px from its top. */
  const place = async (page: Page, across: number, down: number): Promise<[number, number]> => {
    const box = await host(page).boundingBox();
    if (!box) throw new Error('there is no timeline');
    return [box.x + box.width * across, box.y + down];
  };
  const drag = async (page: Page, from: number, to: number, down: number): Promise<void> => {
    await page.mouse.move(...(await place(page, from, down)));
    await page.mouse.down();
    await page.mouse.move(...(await place(page, to, down)), { steps: 4 });
    await page.mouse.up();
  };
  /** Seconds at both ends of the range. */
  const range = async (page: Page): Promise<readonly number[]> =>
    [...(await chip(page).innerText()).matchAll(/(\d+):([\d.]+)/g)]
      .slice(0, 2)
      .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds));

  it('zooms and pans by keys and wheel, and goes back through what was looked at', async () => {
    const { page } = opened();
    await host(page).focus();
    await expect.poll(() => shown(page)).toBe(120);
    await changes(page, () => page.keyboard.press('w'));
    const closer = await shown(page);
    expect(closer).toBeLessThan(120);
    await page.keyboard.press('w');
    await expect.poll(() => shown(page)).toBeLessThan(closer);
    for (const key of ['a', 'd', 'ArrowLeft', 'ArrowRight']) {
      const before = await shown(page);
      await changes(page, () => page.keyboard.press(key));
      expect(await shown(page)).toBe(before);
    }
    await page.keyboard.press('s');
    await expect.poll(() => shown(page)).toBe(closer);
    await page.keyboard.press('f');
    await expect.poll(() => shown(page)).toBe(120);
    await page.mouse.move(...(await place(page, 0.5, 150)));
    await page.mouse.wheel(0, -400);
    await expect.poll(() => shown(page)).toBeLessThan(120);
    const near = await shown(page);
    await changes(page, () => drag(page, 0.5, 0.7, 150));
    expect(await shown(page)).toBe(near);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(() => shown(page)).toBe(120);
    // The step before is that of the key that zoomed out.
    await page.keyboard.press('Escape');
    await expect.poll(() => shown(page)).toBe(closer);
  });

  it('the strip of the whole session moves what is looked at', async () => {
    const { page } = opened();
    await host(page).focus();
    await page.keyboard.press('f');
    for (let turn = 0; turn < 3; turn++) await page.keyboard.press('w');
    await expect.poll(() => shown(page)).toBeLessThan(100);
    const span = await shown(page);
    await changes(page, async () => page.mouse.click(...(await place(page, 0.05, 8))));
    await changes(page, () => drag(page, 0.05, 0.9, 8));
    expect(await shown(page)).toBe(span);
    await page.keyboard.press('f');
    await expect.poll(() => shown(page)).toBe(120);
  });

  it('a range is brushed, has handles, says its growth, scopes the panes and can be taken back', async () => {
    const { page } = opened();
    await page.keyboard.down('Shift');
    await drag(page, 0.25, 0.5, 150);
    await page.keyboard.up('Shift');
    await chip(page).waitFor();
    const [from, to] = await range(page);
    expect(from).toBeCloseTo(30, -1);
    expect(to).toBeCloseTo(60, -1);
    await page
      .getByRole('region', { name: 'Ledger' })
      .getByText(/over the range/)
      .waitFor();
    // The later end is a handle.
    await drag(page, 0.5, 0.75, 200);
    await expect.poll(async () => (await range(page))[1]).toBeGreaterThan(to + 20);
    expect((await range(page))[0]).toBe(from);
    const [, later] = await range(page);
    await page.keyboard.press('[');
    await expect.poll(async () => (await range(page))[0]).toBeGreaterThan(from);
    await page.keyboard.press(']');
    await expect.poll(async () => (await range(page))[1]).toBeLessThan(later);
    // Folded it stays in sight, with what the process grew by.
    await page.keyboard.press('2');
    await page
      .locator('.timeline-sum')
      .getByText(/^4711 \+[\d.]+ [kM]B\/s$/)
      .waitFor();
    await page.keyboard.press('1');
    const narrowed = await range(page);
    await page.keyboard.press('Control+z');
    // What was changed in quick succession is one step.
    await chip(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => range(page)).toEqual(narrowed);
    await page.mouse.dblclick(...(await place(page, 0.9, 150)));
    await chip(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await expect.poll(() => range(page)).toEqual(narrowed);
    await chip(page).click();
    await chip(page).waitFor({ state: 'detached' });
    // From snapshot to snapshot, by one key.
    await page.keyboard.press('}');
    await expect.poll(() => chip(page).innerText()).toContain('A → B');
    await page.keyboard.press('Escape');
  });

  it('lanes fold and open, and a cross-hair reads all of them', async () => {
    const { page } = opened();
    const button = page.getByRole('button', { name: 'Show the lanes of 4712 mailer' });
    const before = await button.getAttribute('aria-expanded');
    await changes(page, () => button.click());
    expect(await button.getAttribute('aria-expanded')).not.toBe(before);
    await page.mouse.move(2, 450);
    const nothing = await pixels(page, 1);
    await page.mouse.move(...(await place(page, 0.6, 150)));
    await expect.poll(() => pixels(page, 1)).not.toBe(nothing);
    await page.mouse.move(2, 450);
    await expect.poll(() => pixels(page, 1)).toBe(nothing);
    expect(opened().errors).toEqual([]);
  });
});
