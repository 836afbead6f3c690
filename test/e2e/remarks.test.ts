import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { drawnFiles } from '../helpers/drawn-files.js';
import { HOSTILE, harmless } from '../helpers/harmless.js';
import { describeWhere } from '../helpers/where.js';
import { list } from '../helpers/window-steps.js';
import { openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

/** What a person keeps about a session: pins, notes, marks. It is in every window at once, and it is only text. */

const LIMIT = 60_000;
const BAD_NAME = '<b data-hostile onclick="pwned=1">\u202e before';
const finding = (page: Page) => page.getByRole('region', { name: 'Finding', exact: true });

describeWhere(CHROMIUM, 'no Chromium here')('what is kept about a session', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-remarks-'));
  let window: WindowUnderTest;
  let second: Page;
  let paths: readonly string[];

  beforeAll(async () => {
    paths = await drawnFiles(folder, { shop: { growth: 9e5 }, [BAD_NAME]: { growth: 0 } });
    window = await openWindow(paths);
    window.page.setDefaultTimeout(15000);
    second = await window.page.context().newPage();
    second.setDefaultTimeout(LIMIT);
    await second.goto(window.page.url());
    for (const page of [window.page, second]) {
      await page.getByRole('region', { name: 'Sessions' }).getByText('shop', { exact: true }).click();
      await finding(page).getByRole('heading').waitFor();
    }
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a pin, a note and a mark of one window stand in the other at once', async () => {
    const { page } = window;
    await page.keyboard.press('p');
    await finding(second).getByRole('button', { name: 'Pinned', pressed: true }).waitFor();
    await list(second, 'Fix checks').filter({ hasText: 'found in this session' }).waitFor();
    await finding(page).getByRole('button', { name: 'Add a note' }).click();
    await page.keyboard.type('seen twice');
    await page.keyboard.press('Control+Enter');
    await second.getByRole('region', { name: 'Findings' }).getByLabel('has a note').waitFor();
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('m');
    await page.getByLabel('What happened?').fill('looked at it');
    await page.keyboard.press('Enter');
    await list(second, 'Marks').filter({ hasText: 'looked at it' }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('p');
    await finding(second).getByRole('button', { name: 'Pin for fix check' }).waitFor();
  });

  it('a filter that is kept in one window is offered in the other, and forgotten in both', async () => {
    const { page } = window;
    for (const one of [page, second]) {
      await one.getByRole('tab', { name: 'Heap' }).click();
      await one
        .getByRole('row', { name: /Session/ })
        .first()
        .waitFor();
    }
    await page.getByRole('searchbox', { name: /^Class/ }).fill('Hist');
    await page.getByRole('button', { name: /^Keep this filter/ }).click();
    await page.keyboard.type('histories');
    await page.keyboard.press('Enter');
    await second.getByRole('button', { name: 'histories', exact: true }).click();
    expect(await second.getByRole('searchbox', { name: /^Class/ }).inputValue()).toBe('Hist');
    await page.getByRole('button', { name: 'Forget the filter histories' }).click();
    await second.getByRole('button', { name: 'histories', exact: true }).waitFor({ state: 'detached' });
    for (const one of [page, second]) {
      await one.getByRole('searchbox', { name: /^Class/ }).fill('');
      await one.getByRole('tab', { name: 'Overview' }).click();
      await finding(one).getByRole('heading').waitFor();
    }
  });

  it('a finding of a range is pinned with it, and leads back to it', async () => {
    const { page } = window;
    for (const key of ['[', '[', '[']) await page.keyboard.press(key);
    const chip = page.getByTitle('Show everything');
    const range = await chip.innerText();
    await finding(page).getByRole('heading').waitFor();
    await finding(page).getByRole('button', { name: 'Pin for fix check' }).click();
    const pinned = list(page, 'Fix checks').filter({ hasText: '0:07.2 – 2:00.0' });
    await pinned.waitFor();
    // A note says nothing of the range: with the whole session in view the pin stays one of the range.
    await chip.click();
    await chip.waitFor({ state: 'detached' });
    await finding(page).getByLabel('Note on this finding').fill('still of the range');
    await page.keyboard.press('Control+Enter');
    await second.getByText('0:07.2 – 2:00.0').waitFor();
    await pinned.getByRole('button').click();
    expect(await chip.innerText()).toBe(range);
    await page.keyboard.press('Escape');
    // In the other session it is judged as it was found.
    await page.getByRole('region', { name: 'Sessions' }).getByText('before').click();
    await list(page, 'Fix checks')
      .filter({ hasText: /Fixed|fixed|Too little/ })
      .waitFor();
    await page.getByRole('region', { name: 'Sessions' }).getByText('shop', { exact: true }).click();
  });

  it('hostile texts in notes and marks, and a hostile file name, are text in every place', async () => {
    const { page } = window;
    await finding(page).getByLabel('Note on this finding').fill(HOSTILE);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('m');
    await page.getByLabel('What happened?').fill(HOSTILE);
    await page.keyboard.press('Enter');
    await list(page, 'Marks').filter({ hasText: '<img src=x data-hostile' }).waitFor();
    await page.getByRole('region', { name: 'Note' }).getByRole('button').first().click();
    await page.getByRole('dialog').getByRole('textbox').fill(HOSTILE);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('region', { name: 'Note' }).getByText('<img src=x data-hostile').waitFor();
    await second.getByRole('region', { name: 'Note' }).getByText('<img src=x data-hostile').waitFor();
    for (const where of [page, second]) await harmless(where, 'notes and marks');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('go to mark');
    await page.getByRole('option').filter({ hasText: '<img' }).waitFor();
    await harmless(page, 'the palette');
    // Once for what was typed, once for the palette.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Overlay', exact: true }).click();
    await page.getByRole('menuitem', { name: /from the start/ }).waitFor();
    await harmless(page, 'the menu of overlays');
    await page.getByRole('menuitem', { name: /from the start/ }).click();
    await page.getByRole('button', { name: /^Take the overlay off/ }).waitFor();
    await harmless(page, 'the legend of the overlay');
    await page.getByRole('region', { name: 'Sessions' }).getByText('before').click();
    await list(page, 'Fix checks').first().waitFor();
    await harmless(page, 'a session with a hostile name');
    await page.keyboard.press('a');
    await page.getByRole('row').nth(3).waitFor();
    await harmless(page, 'the recent sessions');
    await page.keyboard.press('Escape');
    const out = join(folder, 'report.html');
    expect((await command('export', paths[0], '--format', 'html', '-o', out)).status).toBe(0);
    expect(readFileSync(out, 'utf8')).not.toMatch(/<(img|script|b) [^>]*data-hostile/);
  });

  it('ten megabytes are cut to what a note takes, said, and the window goes on', async () => {
    const { page } = window;
    await page.getByRole('region', { name: 'Sessions' }).getByText('shop', { exact: true }).click();
    await page.keyboard.press('m');
    const field = page.getByLabel('What happened?');
    await field.evaluate((input: HTMLInputElement) => {
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      set?.call(input, `huge\0${'x'.repeat(10_000_000)}`);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .or(list(page, 'Marks').filter({ hasText: 'huge' }))
      .first()
      .waitFor();
    await harmless(page, 'a mark of ten megabytes');
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .waitFor();
    expect(window.errors).toEqual([]);
  });
});
