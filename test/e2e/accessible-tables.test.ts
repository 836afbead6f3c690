import { expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { drawnWindow } from '../helpers/drawn-window.js';
import { paneSteps } from '../helpers/pane-steps.js';
import { serious } from '../helpers/serious.js';
import { describeWhere } from '../helpers/where.js';

/** What floats: the key that opens it, or the words that find it in the palette. */
const SHEETS: readonly (readonly [name: string, keys: readonly string[], words?: string])[] = [
  ['palette', ['Control+k']],
  ['keys', ['?']],
  ['open', ['Control+o']],
  ['launch', ['Control+r']],
  ['address', ['Control+i']],
  ['mark', ['m']],
  ['export', ['Control+k'], 'export'],
  ['rename', ['Control+k'], 'rename'],
  ['note', ['Control+k'], 'note …'],
];

describeWhere(CHROMIUM, 'no Chromium here')('every table and sheet, for everybody', () => {
  const opened = drawnWindow();

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has nothing serious for axe in any table, ${colorScheme}`, async () => {
      const { page } = opened();
      await page.emulateMedia({ colorScheme });
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: /^Overview/ }).click();
      const found: string[] = [];
      for (const [name, go] of paneSteps) {
        await go(page);
        found.push(...(await serious(page)).map((line) => `${name}: ${line}`));
      }
      expect(found).toEqual([]);
    });

  it('has nothing serious for axe in any sheet, and the focus comes back from each', async () => {
    const { page } = opened();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /^Overview/ }).click();
    const found: string[] = [];
    for (const [name, keys, words] of SHEETS) {
      await page.getByRole('tab', { name: /^Overview/ }).focus();
      for (const key of keys) await page.keyboard.press(key);
      const sheet = page.getByRole('dialog');
      await sheet.waitFor();
      if (words) {
        await page.keyboard.type(words);
        await page.keyboard.press('Enter');
        await page.getByRole('searchbox', { name: 'Type a command' }).waitFor({ state: 'detached' });
        await sheet.waitFor();
      }
      found.push(...(await serious(page)).map((line) => `${name}: ${line}`));
      // The first Escape may be for what was typed.
      for (let turn = 0; turn < 3 && (await sheet.isVisible()); turn++) {
        await page.keyboard.press('Escape');
        await sheet.waitFor({ state: 'detached', timeout: 1000 }).catch(() => undefined);
      }
      expect(await sheet.count(), name).toBe(0);
      await expect
        .poll(() => page.evaluate(() => document.activeElement !== document.body), {
          message: `focus after ${name}`,
          timeout: 5000,
        })
        .toBe(true);
    }
    expect(found).toEqual([]);
    expect(opened().errors).toEqual([]);
  });
});
