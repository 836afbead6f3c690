import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { describeWhere } from '../helpers/where.js';
import { list } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-workbench-'));
const at = (name: string): string => join(folder, name);

/** What a person does by its words. */
async function run(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox', { name: 'Type a command' }).fill(words);
  await page.keyboard.press('Enter');
}

describeWhere(CHROMIUM, 'Chromium is not installed')('the workbench, on a session of a real leak', () => {
  let window: WindowUnderTest;
  let page: Page;

  beforeAll(async () => {
    const node = await startLeaker(process.execPath, 'leaky.mjs');
    try {
      const { status, err } = await command(
        ...['record', '--pid', String(node.pid), '-o', at('node.leakscope')],
        ...['--duration', '6s', '--snapshot', 'start,3s,end'],
      );
      expect(status, err).toBe(0);
    } finally {
      await ended(node);
    }
    window = await openWindow([at('node.leakscope')]);
    page = window.page;
    await page.getByText('Offline', { exact: true }).waitFor();
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const heading = (name: RegExp) => page.getByRole('columnheader', { name });
  const tab = (): Promise<string> => page.getByRole('tab', { selected: true }).innerText();

  it('compares, keeps what a third snapshot still has, and shows what dominates', async () => {
    await page.getByRole('tab', { name: 'Heap' }).click();
    await heading(/Δ retained/).waitFor();
    const compared = page.getByRole('combobox', { name: 'Compared' });
    await page.getByRole('combobox', { name: 'Base' }).selectOption({ index: 1 });
    await compared.selectOption({ index: 1 });
    await page.getByRole('combobox', { name: 'Third' }).selectOption({ index: 1 });
    await page
      .getByRole('row', { name: /Session / })
      .first()
      .waitFor();
    await page.getByRole('radio', { name: 'Dominators' }).click();
    const tree = page.getByRole('treegrid', { name: 'Dominators' });
    await tree.getByRole('row', { name: /@\d+/ }).first().waitFor();
    const before = await tree.getByRole('row').count();
    await tree.getByRole('button', { name: 'Open' }).first().click();
    await expect.poll(() => tree.getByRole('row').count()).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'By class' }).click();
    await tree
      .getByRole('row', { name: /Object/ })
      .first()
      .waitFor();
    await page.getByRole('radio', { name: 'Classes' }).click();
  });

  it('draws who holds an object: opens, folds and chooses holders by mouse and by keys', async () => {
    await page.getByRole('searchbox', { name: /^Class/ }).fill('/^Session$/');
    const row = page.getByRole('row', { name: /^(Open)? ?Session / });
    await row.click();
    await page.getByRole('treegrid', { name: 'Merged paths' }).getByText('SessionStore').first().waitFor();
    await page.keyboard.press('ArrowRight');
    const object = page.getByRole('row', { name: /@\d+ ?(new|survived)/ }).nth(2);
    await object.click();
    const boxes = page.locator('.picture-node');
    await page.getByRole('button', { name: /^SessionStore, / }).waitFor();
    const held = boxes.filter({ hasText: /\+\d+/ }).first();
    const count = await boxes.count();
    await held.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => boxes.count()).toBeGreaterThan(count);
    await window.picture('picture');
    await page.getByRole('button', { name: /^SessionStore, / }).press('Enter');
    await page.getByRole('heading', { name: /SessionStore/ }).waitFor();
    await page.getByRole('radio', { name: 'Merged paths' }).click();
    await page.getByRole('button', { name: 'Copy path as text' }).first().waitFor();
    await page.getByRole('radio', { name: 'Picture' }).click();
  });

  it('takes choices back and goes through places', async () => {
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    const growing = page.getByRole('button', { name: 'Growing' });
    const pressed = (): Promise<string | null> => growing.getAttribute('aria-pressed');
    await growing.click();
    await page.keyboard.press('Control+z');
    await expect.poll(pressed).toBe('false');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(pressed).toBe('true');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('8');
    await expect.poll(tab).toBe('SQL');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(tab).toBe('Heap');
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(tab).toBe('SQL');
  });

  it('answers SQL, of the range too, saves the question, and refuses what writes', async () => {
    await page.getByRole('button', { name: 'What grew most' }).click();
    const grid = page.getByRole('grid', { name: 'Answer' });
    await grid.getByText('rss', { exact: true }).first().waitFor();
    const field = page.getByRole('textbox', { name: /Question/ });
    await field.fill(
      "SELECT max(time) - min(time) < 100000 AS short, count(*) AS readings FROM samples WHERE name = 'rss'",
    );
    await field.press('Control+Enter');
    await grid.getByRole('columnheader', { name: 'readings' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name of this query' }).fill('<i>mine</i>');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '<i>mine</i>', exact: true }).waitFor();
    await field.fill('DELETE FROM mark');
    await field.press('Control+Enter');
    await page.getByRole('alert').getByText('Only reading is possible here').waitFor();
    await window.picture('sql');
  });

  it('exports, saves a range, renames, keeps a note, opens what is dropped', async () => {
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'More about this session' }).click();
    await page.getByRole('menuitem', { name: /Export/ }).click();
    await page.getByRole('combobox', { name: 'Format' }).selectOption('csv');
    await page.getByRole('textbox', { name: /File to write/ }).fill(at('samples.csv'));
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText(`Written to ${at('samples.csv')}`).waitFor();
    expect(readFileSync(at('samples.csv'), 'utf8')).toMatch(/^target,pid,series,unit,time_ms,value/);
    for (const end of [...'[[[[[[[[']) await page.keyboard.press(end);
    await run(page, 'save the range');
    await page.getByLabel('Path of a session or heap snapshot').fill(at('part.leakscope'));
    await page.keyboard.press('Enter');
    await page.getByText(`Saved as ${at('part.leakscope')}`).waitFor();
    await run(page, 'rename');
    await page.getByRole('textbox', { name: 'Name of the file' }).fill('after the fix');
    await page.keyboard.press('Enter');
    await list(page, 'Sessions').filter({ hasText: 'after the fix' }).waitFor();
    expect([existsSync(at('node.leakscope')), existsSync(at('after the fix.leakscope'))]).toEqual([
      false,
      true,
    ]);
    await run(page, 'note …');
    const note = page.locator('textarea:enabled');
    await note.fill('<b>as on</b> the 3rd');
    await page.getByRole('button', { name: 'Keep' }).click();
    await run(page, 'note …');
    await expect.poll(() => note.inputValue()).toBe('<b>as on</b> the 3rd');
    await page.keyboard.press('Escape');
    const bytes = readFileSync(at('part.leakscope')).toString('base64');
    const dropped = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([content], '../../part<1>.leakscope'));
      return transfer;
    }, bytes);
    await page.dispatchEvent('.window', 'drop', { dataTransfer: dropped });
    await list(page, 'Sessions').filter({ hasText: 'part-1-' }).waitFor();
    // Both are open: a snapshot of one may be the base of the other.
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('combobox', { name: 'Base' }).selectOption(
      await page
        .getByRole('option', { name: /after the fix/ })
        .first()
        .getAttribute('value'),
    );
    await page.getByText('The base is of another run').waitFor();
    await heading(/Δ retained/).waitFor();
  });

  it('can be read at twice the size of text', async () => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.evaluate(() => document.documentElement.style.setProperty('zoom', '2'));
    for (const pane of ['Overview', 'Heap', 'SQL']) {
      await page.getByRole('tab', { name: pane }).click();
      await page.getByRole('tab', { name: pane, selected: true }).waitFor();
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(wider, `${pane} scrolls sideways`).toBe(false);
    }
    await window.picture('zoomed');
    expect(window.errors).toEqual([]);
  });
});
