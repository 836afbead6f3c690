import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { drawnFiles } from '../helpers/drawn-files.js';
import { describeWhere } from '../helpers/where.js';
import { attach, list, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const LIMIT = 60_000;

/** What a window shows and what was chosen in it, as a person sees it. */
async function seen(page: Page): Promise<Readonly<Record<string, unknown>>> {
  return {
    session: await page
      .getByRole('region', { name: 'Sessions' })
      .locator('[aria-current=true]')
      .locator('bdi')
      .innerText(),
    process: await page.getByRole('region', { name: 'Processes' }).locator('[aria-current=true]').innerText(),
    // Without how many there are.
    pane: (await page.getByRole('tab', { selected: true }).innerText()).replace(/\s*\d+$/, ''),
    range: await page
      .getByTitle('Show everything')
      .innerText({ timeout: 1000 })
      .catch(() => undefined),
    filter: await page
      .getByRole('searchbox', { name: /^Class/ })
      .inputValue({ timeout: 1000 })
      .catch(() => undefined),
    theme: await page.locator('html').getAttribute('data-theme'),
  };
}

describeWhere(CHROMIUM, 'no Chromium here')('two windows of one engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-windows-'));
  let window: WindowUnderTest;
  let second: Page;
  let node: Awaited<ReturnType<typeof startLeaker>>;
  const errors: string[] = [];
  const show = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('region', { name: 'Sessions' }).getByText(name, { exact: true }).click();
    await page.locator('.timeline-heads, .timeline-sum').first().waitFor();
  };

  beforeAll(async () => {
    node = await startLeaker(process.execPath, 'leaky.mjs');
    window = await openWindow(await drawnFiles(folder, { one: {}, two: { growth: 9e5, deploy: 60_000 } }));
    second = await window.page.context().newPage();
    second.setDefaultTimeout(LIMIT);
    second.on('pageerror', (error) => errors.push(String(error)));
    await second.goto(window.page.url());
    await second.getByRole('region', { name: 'Sessions' }).getByText('two', { exact: true }).waitFor();
  });
  afterAll(async () => {
    await window?.end();
    if (node) await ended(node);
    rmSync(folder, { recursive: true, force: true });
  });

  it('have each its own session, process, pane, range, filter and theme', async () => {
    const { page } = window;
    await show(page, 'one');
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('searchbox', { name: /^Class/ }).fill('Session');
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .waitFor();
    await page.keyboard.press('Tab');
    const before = await seen(page);
    expect(before).toMatchObject({
      session: 'one',
      pane: 'Heap',
      filter: 'Session',
      range: undefined,
    });

    await show(second, 'two');
    await second.getByRole('tab', { name: 'Threads' }).click();
    await list(second, 'Processes').filter({ hasText: 'mailer' }).getByRole('button').click();
    await second.keyboard.press('[');
    await second.getByTitle('Show everything').waitFor();
    await second.keyboard.press('Control+k');
    await second.keyboard.type('high contrast');
    await second.keyboard.press('Enter');
    await expect
      .poll(() => second.locator('html').getAttribute('data-theme'), { timeout: LIMIT })
      .toBe('contrast');
    const other = await seen(second);
    expect(other).toMatchObject({ session: 'two', pane: 'Threads', filter: undefined });
    expect(other['process']).toMatch(/mailer/);
    expect(other['range']).toBeDefined();
    expect(await seen(page)).toEqual(before);

    // Undo in one takes nothing back in the other.
    await page.keyboard.press('Control+z');
    await expect
      .poll(() => page.getByRole('searchbox', { name: /^Class/ }).inputValue(), { timeout: LIMIT })
      .toBe('');
    await page.keyboard.press('Control+Shift+z');
    expect(await seen(page)).toEqual(before);
    expect(await seen(second)).toEqual(other);
  });

  it('a recording that is begun in one is listed in the other, which stays where it is', async () => {
    const { page } = window;
    const before = await seen(page);
    await second.getByRole('button', { name: /^Attach/ }).click();
    await attach(second, node.pid);
    await second.getByRole('button', { name: 'Stop recording' }).waitFor();
    await page.getByRole('region', { name: 'Sessions' }).getByText('recording').waitFor();
    expect(await seen(page)).toEqual(before);
    await snapshot(second, 1);
    expect(await seen(page)).toEqual(before);
    expect(await list(page, 'Snapshots').count()).toBe(2);
    expect(await page.getByText('last pause').count()).toBe(0);
  });

  it('the same live session in both has two states; what was recorded is the same', async () => {
    const { page } = window;
    await page.getByRole('region', { name: 'Sessions' }).getByText('recording').click();
    await page.getByRole('tab', { name: 'Regions' }).click();
    await second.getByRole('tab', { name: 'Overview' }).click();
    await second.keyboard.press('m');
    await second.getByLabel('What happened?').fill('seen by both');
    await second.keyboard.press('Enter');
    await list(page, 'Marks').filter({ hasText: 'seen by both' }).waitFor();
    expect(await page.getByRole('tab', { selected: true }).innerText()).toBe('Regions');
    expect(await second.getByRole('tab', { selected: true }).innerText()).toBe('Overview');
    // A reload of one finds its own session again.
    await show(page, 'one');
    await page.reload();
    await expect.poll(async () => (await seen(page))['session'], { timeout: LIMIT }).toBe('one');
    await second.getByRole('button', { name: 'Stop recording' }).click();
    await second.getByText('Offline', { exact: true }).waitFor();
    expect((await seen(page))['session']).toBe('one');
    expect([...window.errors, ...errors]).toEqual([]);
  });
});
