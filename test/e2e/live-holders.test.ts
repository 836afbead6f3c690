import { afterEach, beforeEach, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { describeWhere } from '../helpers/where.js';
import { attach, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

describeWhere(CHROMIUM, 'Chromium is not installed')('who holds an object now', () => {
  let window: WindowUnderTest;
  let target: Awaited<ReturnType<typeof startLeaker>>;

  beforeEach(async () => {
    target = await startLeaker(process.execPath, 'held.mjs');
    window = await openWindow();
  });
  afterEach(async () => {
    await window?.end();
    if (target) await ended(target);
  });

  it('is asked of the running program, at a click', async () => {
    const { page } = window;
    await page.getByRole('row').nth(3).waitFor();
    await attach(page, target.pid);
    await snapshot(page, 1);
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('searchbox', { name: /^Class/ }).fill('/^HeldOne$/');
    const row = page.getByRole('row', { name: /^(Open)? ?HeldOne / });
    await row.click();
    await page.keyboard.press('ArrowRight');
    const object = page.getByRole('row', { name: /@\d+/ }).first();
    await object.click();
    await page.getByRole('radio', { name: 'Now', exact: true }).click();
    const now = page.getByRole('region', { name: 'Now' });
    // Nothing is asked before the click: the program would stand still for it.
    expect(await now.getByRole('listitem').count()).toBe(0);
    await now.getByRole('button', { name: 'Ask the program' }).click();
    await now.getByText(/^7 holders$/).waitFor();
    await now
      .getByRole('listitem')
      .filter({ hasText: /^field in Holder @\d+/ })
      .waitFor();
    await now.getByText(/a snapshot sees all/).waitFor();
    await now.getByRole('button', { name: 'Ask again' }).click();
    await now.getByText(/^7 holders$/).waitFor();
    // Who asks by keys asks again without looking for the button.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Ask again');
    expect(window.errors).toEqual([]);

    // What has ended cannot be asked.
    await ended(target);
    await page.getByRole('radio', { name: 'Now', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('treegrid', { name: 'Retainers' }).waitFor();
  });
});
