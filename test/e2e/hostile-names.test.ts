import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { describeWhere } from '../helpers/where.js';
import { attach, list, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

/** What would reorder or hide text, or reach a terminal, anywhere in the page: its texts and what is said on hover. */
function unsafeTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const unsafe = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
    const found: string[] = [];
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes)
        if (unsafe.test(value)) found.push(`${element.tagName} ${name}: ${JSON.stringify(value)}`);
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE && unsafe.test(node.nodeValue ?? ''))
          found.push(`${element.tagName}: ${JSON.stringify(node.nodeValue)}`);
    }
    return found;
  });
}

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

  const harmless = async (where: string): Promise<void> => {
    const { page } = window;
    expect(await page.locator('[data-hostile]').count(), `an element of ${where}`).toBe(0);
    expect(await page.evaluate(() => 'pwned' in globalThis), `a script of ${where}`).toBe(false);
    expect(await unsafeTexts(page), where).toEqual([]);
  };

  it('are text in the attach list, the rail and the timeline', async () => {
    const { page } = window;
    await page.getByRole('searchbox', { name: 'Name, PID, command' }).fill(String(node.pid));
    await page.getByRole('row').filter({ hasText: '<b data-hostile' }).first().waitFor();
    await harmless('the attach list');
    await attach(page, node.pid);
    await list(page, 'Processes').filter({ hasText: '<b data' }).waitFor();
    await harmless('the rail');
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
    await harmless('the overview');
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
    await harmless('the heap');
    await page.getByRole('tab', { name: 'Object' }).click();
    await page.getByRole('button', { name: 'Copy path as text' }).first().waitFor();
    await harmless('the object');
    await page.locator('.picture-node').first().waitFor();
    await harmless('the picture of the object');
    await page.getByRole('radio', { name: 'Merged paths' }).click();
    await harmless('the paths of the object');
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('radio', { name: 'Strings' }).click();
    const strings = page.getByRole('grid', { name: 'Strings' });
    await strings
      .getByText(/__proto__ <img/)
      .first()
      .waitFor();
    await harmless('the strings');
    await page.getByRole('radio', { name: 'Dominators' }).click();
    await page.getByRole('treegrid', { name: 'Dominators' }).getByRole('row').nth(2).waitFor();
    await harmless('the dominators');
    await page.getByRole('tab', { name: 'SQL' }).click();
    const field = page.getByRole('textbox', { name: /Question/ });
    await field.fill('SELECT command AS "<i data-hostile>", name FROM targets');
    await field.press('Control+Enter');
    await page
      .getByRole('grid', { name: 'Answer' })
      .getByText(/<b data-hostile/)
      .first()
      .waitFor();
    await harmless('the answer of SQL');
    for (const pane of ['Allocations', 'Threads', 'Regions', 'Source', 'Overview']) {
      await page.getByRole('tab', { name: pane }).click();
      await page.getByRole('tab', { name: pane, selected: true }).waitFor();
      await harmless(pane);
    }
    expect(window.errors).toEqual([]);
  });
});
