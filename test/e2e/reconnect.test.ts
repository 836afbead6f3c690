import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { drawnFiles } from '../helpers/drawn-files.js';
import { type LinkToCut, linkToCut } from '../helpers/link-to-cut.js';
import { describeWhere } from '../helpers/where.js';
import { attach, grows, list, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

describeWhere(CHROMIUM, 'Chromium is not installed')('a window whose engine is out of reach', () => {
  let window: WindowUnderTest;
  let node: Awaited<ReturnType<typeof startLeaker>>;
  let link: LinkToCut;

  beforeAll(async () => {
    node = await startLeaker(process.execPath, 'leaky.mjs');
    window = await openWindow();
    link = await linkToCut(window.page);
  });
  afterAll(async () => {
    await window?.end();
    if (node) await ended(node);
  });

  it('says so, joins again by itself, and has lost nothing', async () => {
    const { page } = window;
    await attach(page, node.pid);
    await snapshot(page, 1);
    await page.getByRole('tab', { name: 'Heap' }).click();
    const filter = page.getByRole('searchbox', { name: /^Class/ });
    await filter.fill('Session');
    const lost = page.getByText('The engine does not answer. Trying again');
    await link.cut();
    await lost.waitFor();
    link.mend();
    await lost.waitFor({ state: 'detached' });
    expect(await filter.inputValue()).toBe('Session');
    expect(await page.getByRole('tab', { name: 'Heap' }).getAttribute('aria-selected')).toBe('true');
    await grows(page, node.pid);
    await snapshot(page, 2);
    expect(await list(page, 'Snapshots').count()).toBe(2);
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .waitFor();
  });

  it('says what to do and where the recording is when the engine has ended for good', async () => {
    const { page } = window;
    await page.getByRole('searchbox', { name: /^Class/ }).fill('kept');
    await window.kill();
    const alert = page.getByRole('alert').filter({ hasText: 'The engine does not answer' });
    await alert.filter({ hasText: 'start Leakscope again' }).waitFor();
    await alert.filter({ hasText: /What was recorded is in .*\.leakscope/ }).waitFor();
    expect(await page.getByRole('searchbox', { name: /^Class/ }).inputValue()).toBe('kept');
  });
});

describeWhere(CHROMIUM, 'Chromium is not installed')('a link that is lost while an answer is awaited', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-reconnect-'));
  let window: WindowUnderTest;
  let link: LinkToCut;

  beforeAll(async () => {
    window = await openWindow(await drawnFiles(folder, { shop: { growth: 9e5 } }));
    link = await linkToCut(window.page);
    await window.page.getByText('Offline', { exact: true }).waitFor();
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });
  const lost = () => window.page.getByText('The engine does not answer. Trying again');
  const rejoined = async (): Promise<void> => {
    await lost().waitFor();
    link.mend();
    await lost().waitFor({ state: 'detached' });
  };

  it('findings are asked for again: the range, what was typed and the answer are there', async () => {
    const { page } = window;
    const finding = page.getByRole('region', { name: 'Finding', exact: true }).getByRole('heading');
    await finding.waitFor();
    const before = await finding.innerText();
    const asked = link.cutAt('findings.list');
    // From snapshot to snapshot: what is asked for anew.
    await page.locator('body').press('Shift+BracketRight');
    await asked;
    const range = await page.locator('.range-chip').innerText();
    await page.keyboard.press('m');
    const note = page.getByRole('dialog').getByRole('textbox').first();
    await note.fill('half a sentence');
    await rejoined();
    expect(await note.inputValue()).toBe('half a sentence');
    await page.keyboard.press('Escape');
    await finding.waitFor();
    expect(await finding.innerText()).toBe(before);
    expect(await page.locator('.range-chip').innerText()).toBe(range);
    expect(window.errors).toEqual([]);
  });

  it('a comparison is asked for again: filter, choice of snapshots and rows are there', async () => {
    const { page } = window;
    const filter = page.getByRole('searchbox', { name: /^Class/ });
    const asked = link.cutAt('snapshots.diff');
    await page.getByRole('tab', { name: /^Heap/ }).click();
    await filter.fill('Session');
    await asked;
    const base = await page.getByRole('combobox', { name: 'Base' }).inputValue();
    await rejoined();
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .waitFor();
    expect(await filter.inputValue()).toBe('Session');
    expect(await page.getByRole('combobox', { name: 'Base' }).inputValue()).toBe(base);
    expect(base).not.toBe('');
    // And a second time, while what is on show is asked for in another order.
    const again = link.cutAt('snapshots.diff');
    await page.getByRole('columnheader', { name: /^Class/ }).click();
    await again;
    await rejoined();
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .waitFor();
    expect(window.errors).toEqual([]);
  });
});
