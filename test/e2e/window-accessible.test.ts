import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { serious } from '../helpers/serious.js';
import { describeWhere } from '../helpers/where.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-accessible-'));
const file = join(folder, 'node.leakscope');
const PANES = ['Overview', 'Heap', 'Object', 'Allocations', 'Threads', 'Regions', 'Source', 'SQL'];

describeWhere(CHROMIUM, 'Chromium is not installed')('the window, for everybody', () => {
  let window: WindowUnderTest;

  beforeAll(async () => {
    const node = await startLeaker(process.execPath, 'leaky.mjs');
    try {
      const { status, err } = await command(
        ...['record', '--pid', String(node.pid), '-o', file, '--duration', '3s', '--snapshot', 'start,end'],
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

  for (const scheme of ['light', 'dark'] as const)
    it(`has nothing serious for axe in any pane, ${scheme}`, async () => {
      const { page } = window;
      await page.emulateMedia({ colorScheme: scheme });
      const found: string[] = [];
      for (const pane of PANES) {
        await page.getByRole('tab', { name: pane }).click();
        if (pane === 'Heap')
          await page
            .getByRole('row', { name: /Session/ })
            .first()
            .waitFor();
        if (pane === 'Heap') {
          for (const table of ['Dominators', 'Strings', 'Classes']) {
            await page.getByRole('radio', { name: table }).click();
            await page.getByRole('row').nth(1).waitFor();
            found.push(...(await serious(page)).map((line) => `${table}: ${line}`));
          }
          // An object is chosen for the next pane: its picture is looked at there.
          await page.getByRole('treegrid', { name: 'Classes' }).focus();
          for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
          await page.getByRole('row', { name: /@\d+/ }).first().click();
        }
        if (pane === 'Object') await page.locator('.picture-node').first().waitFor();
        found.push(...(await serious(page)).map((line) => `${pane}: ${line}`));
      }
      await page.keyboard.press('a');
      await page.getByRole('row').nth(3).waitFor();
      found.push(...(await serious(page)).map((line) => `attach: ${line}`));
      await page.getByRole('searchbox', { name: 'Name, PID, command' }).press('Tab');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Overview' }).waitFor();
      expect(found).toEqual([]);
    });

  it('is worked by keys alone: panes, palette, keys, theme, diff off and on', async () => {
    const { page } = window;
    await page.keyboard.press('2');
    const header = (name: RegExp) => page.getByRole('columnheader', { name });
    await header(/Δ retained/).waitFor();
    await page.keyboard.press('d');
    await header(/^Count/).waitFor();
    await page.keyboard.press('d');
    await header(/Δ retained/).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('Session');
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('high contrast');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('contrast');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('as the system');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBeNull();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('the filter of this pane').waitFor();
    await window.picture('keys');
    await page.keyboard.press('Escape');
    expect(window.errors).toEqual([]);
  });

  it('has in every empty pane the button that fills it', async () => {
    const { page } = window;
    await page.keyboard.press('Control+o');
    await page.getByRole('dialog').getByRole('textbox').fill(EMPTY);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Sessions' }).getByText('node24.heapprofile').waitFor();
    const without: string[] = [];
    for (const pane of PANES) {
      await page.getByRole('tab', { name: pane }).click();
      await page.locator('#pane .pane-opening').waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      for (const empty of await page.locator('#pane .empty').all())
        if ((await empty.getByRole('button').count()) === 0)
          without.push(`${pane}: ${await empty.getByRole('heading').innerText()}`);
    }
    expect(without).toEqual([]);
    await page.getByRole('region', { name: 'Sessions' }).getByText('node', { exact: true }).click();
  });

  it('has in the palette what every key does, with the key beside it, and does it', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('listbox', { name: 'Commands' });
    const beside = await palette.locator('kbd').allInnerTexts();
    for (const key of EVERY_KEY) expect(beside).toContain(key);
    await page.keyboard.type('compare, or look');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Heap', selected: true }).waitFor();
    await page.getByRole('columnheader', { name: /^Count/ }).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('columnheader', { name: /Δ retained/ }).waitFor();
    expect(window.errors).toEqual([]);
  });
});

/** Nothing but allocations: no samples, no snapshots, no readings. */
const EMPTY = fileURLToPath(new URL('../fixtures/allocations/node24.heapprofile', import.meta.url));

/** Those of a session that is not live. */
const EVERY_KEY = [
  ...['A', 'C', 'D', 'E', 'F', 'J', 'K', 'M', 'P', 'R', 'X', '/', '?', '[', ']', '}'],
  ...['1', '2', '3', '4', '5', '6', '7', '8'],
  ...['Ctrl O', 'Ctrl R', 'Ctrl I', 'Ctrl Z', 'Ctrl Shift Z', 'Alt ←', 'Alt →'],
];
