import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { HOSTILE, harmless } from '../helpers/harmless.js';
import { describeWhere } from '../helpers/where.js';
import { attach, list, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

describeWhere(CHROMIUM, 'Chromium is not installed')('names that want to be more than text', () => {
  let window: WindowUnderTest;
  let node: Awaited<ReturnType<typeof startLeaker>>;

  beforeAll(async () => {
    node = await startLeaker(process.execPath, 'hostile.mjs', ['room for the title '.repeat(10)]);
    window = await openWindow();
  });
  afterAll(async () => {
    await window?.end();
    if (node) await ended(node);
  });

  it('are text in the attach list, the rail and the timeline', async () => {
    const { page } = window;
    await page.getByRole('searchbox', { name: 'Name, PID, command' }).fill(String(node.pid));
    await page.getByRole('row').filter({ hasText: '<b data-hostile' }).first().waitFor();
    await harmless(page, 'the attach list');
    await attach(page, node.pid);
    await list(page, 'Processes').filter({ hasText: '<b data' }).waitFor();
    await harmless(page, 'the rail');
  });

  it('are text in the overview, the class table, the objects and the paths', async () => {
    const { page } = window;
    await snapshot(page, 1);
    await snapshot(page, 2);
    const overview = page.getByRole('tabpanel');
    await overview
      .getByText(/<img src=x data-hostile/)
      .first()
      .waitFor();
    await harmless(page, 'the overview');
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('searchbox', { name: /^Class/ }).fill('Held');
    const row = page.getByRole('row', { name: /Held\\u\{200c\}/ }).first();
    await row.click();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('row', { name: /@\d+/ }).first().click();
    await page
      .getByRole('treegrid', { name: 'Retainers' })
      .getByText(/kept <img/)
      .first()
      .waitFor();
    await harmless(page, 'the heap');
    await page.getByRole('tab', { name: 'Object' }).click();
    await page.getByRole('button', { name: 'Copy path as text' }).first().waitFor();
    await harmless(page, 'the object');
    await page.locator('.picture-node').first().waitFor();
    await harmless(page, 'the picture of the object');
    await page.getByRole('radio', { name: 'Merged paths' }).click();
    await harmless(page, 'the paths of the object');
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('radio', { name: 'Strings' }).click();
    await page.getByRole('searchbox').first().fill('');
    const strings = page.getByRole('grid', { name: 'Strings' });
    await strings
      .getByText(/__proto__ <img/)
      .first()
      .waitFor();
    await harmless(page, 'the strings');
    await page.getByRole('radio', { name: 'Dominators' }).click();
    await page.getByRole('treegrid', { name: 'Dominators' }).getByRole('row').nth(2).waitFor();
    await harmless(page, 'the dominators');
    await page.getByRole('tab', { name: 'SQL' }).click();
    const field = page.getByRole('textbox', { name: /Question/ });
    await field.fill('SELECT command AS "<i data-hostile>", name FROM targets');
    await field.press('Control+Enter');
    await page
      .getByRole('grid', { name: 'Answer' })
      .getByText(/<b data-hostile/)
      .first()
      .waitFor();
    await harmless(page, 'the answer of SQL');
    for (const pane of ['Allocations', 'Threads', 'Regions', 'Source', 'Overview']) {
      await page.getByRole('tab', { name: pane }).click();
      await page.getByRole('tab', { name: pane, selected: true }).waitFor();
      await harmless(page, pane);
    }
    expect(window.errors).toEqual([]);
  });

  it('are text in the name of an action that is repeated, in the band, the marks and the finding', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.keyboard.press('n');
    const sheet = page.getByRole('dialog', { name: 'Repeat an action and see what it leaves' });
    await sheet.getByRole('textbox', { name: 'What will you do each time?' }).fill(HOSTILE);
    await harmless(page, 'the sheet');
    await page.keyboard.press('Enter');
    const band = page.getByRole('region', { name: 'Repeating' });
    await band.getByText('Do it once, then press N:').waitFor();
    await harmless(page, 'the band');
    // Three times are the least that prove something; a key pressed while it works is for nobody.
    for (const done of [0, 1, 2]) {
      await band.getByText(`${done} of 7`).waitFor();
      await page.keyboard.press('n');
    }
    await band.getByText('3 of 7').waitFor();
    await list(page, 'Marks').filter({ hasText: '<img src=x' }).nth(2).waitFor();
    await band.getByRole('button', { name: 'That is enough' }).click();
    await band.waitFor({ state: 'detached' });
    await harmless(page, 'what the action left');
    expect(window.errors).toEqual([]);
  });
});
