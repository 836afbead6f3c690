import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { describeWhere } from '../helpers/where.js';
import { attach, grows, list, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-live-'));
const copy = join(folder, 'review.leakscope');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of one wait, ms. */
const LIMIT = 60_000;

describeWhere(CHROMIUM, 'Chromium is not installed')('a live session in the window', () => {
  let window: WindowUnderTest;
  let node: Awaited<ReturnType<typeof startLeaker>>;
  let python: Awaited<ReturnType<typeof startLeaker>> | undefined;

  beforeAll(async () => {
    node = await startLeaker(process.execPath, 'leaky.mjs');
    const [interpreter] = onePythonPerMinor().filter(
      ({ minor, root }) => minor >= 10 && minor <= 13 && !root,
    );
    if (interpreter) python = await startLeaker(interpreter.executable, 'leaky.py');
    window = await openWindow();
  });
  afterAll(async () => {
    await window?.end();
    for (const target of [node, python]) if (target) await ended(target);
  });

  it('goes from the question to what holds the leak, without a manual', async () => {
    const { page } = window;
    await page.getByRole('heading', { name: 'Which program grows?' }).waitFor();
    await page.getByRole('row').nth(3).waitFor();
    // The picture is kept in the repository: of this machine it shows the leaking programs alone.
    await page.getByRole('button', { name: 'Tree', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Name, PID, command' }).fill('targets/leaky');
    await expect.poll(() => page.getByRole('row').count(), { timeout: LIMIT }).toBeLessThan(6);
    await window.picture('attach');
    await page.getByRole('button', { name: 'Tree', exact: true }).click();
    await attach(page, node.pid);
    await grows(page, node.pid);
    await snapshot(page, 1);
    await grows(page, node.pid);
    await snapshot(page, 2);
    // The rules may find nothing in so short a session: then what grew and who holds it stands there.
    const panel = page.getByRole('tabpanel');
    await panel
      .getByText(/SessionStore|sessions/)
      .first()
      .waitFor();
    await window.picture('live');
  });

  it('opens a class to its objects and an object to its retainers', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('searchbox', { name: /^Class/ }).fill('Session');
    const row = page.getByRole('row', { name: /^(Open)? ?Session / });
    await row.waitFor();
    await row.click();
    await page.keyboard.press('ArrowRight');
    // Not the first: the inspector session that we hold in the target has the same class name, and is larger.
    const object = page.getByRole('row', { name: /@\d+ ?new/ }).nth(2);
    await object.waitFor();
    await object.click();
    await page.getByRole('treegrid', { name: 'Retainers' }).getByText('SessionStore').first().waitFor();
    await page.locator('.picture-node').first().waitFor();
    await window.picture('heap-diff');
    await page.getByRole('tab', { name: 'Object' }).click();
    await page.getByRole('button', { name: 'Copy path as text' }).first().waitFor();
    await window.picture('object');
  });

  it('adds a Python process to the same recording and reads its heap', async ({ skip }) => {
    if (!python) return skip('no CPython 3.10 to 3.13 was found');
    const { page } = window;
    await page.keyboard.press('a');
    await attach(page, python.pid);
    await list(page, 'Processes')
      .filter({ hasText: String(python.pid) })
      .getByRole('button')
      .click();
    await page.getByRole('tab', { name: 'Overview' }).click();
    await grows(page, python.pid);
    await snapshot(page, 3);
    await grows(page, python.pid);
    await snapshot(page, 4);
    await page
      .getByRole('region', { name: /^(Findings|What grew)$/ })
      .getByText(/Session/)
      .first()
      .waitFor();
    await window.picture('python');
  });

  it('marks, stops, saves a copy, and the copy is the same offline', async () => {
    const { page } = window;
    await page.keyboard.press('m');
    await page.getByLabel('What happened?').fill('<b>deploy</b> \u202e 42');
    await page.keyboard.press('Enter');
    await list(page, 'Marks').filter({ hasText: '<b>deploy</b> \\u{202e} 42' }).waitFor();
    await page.getByRole('button', { name: 'Stop recording' }).click();
    await page.getByText('Offline', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Collect garbage/ }).count()).toBe(0);
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Type a command' }).fill('save a copy');
    await page.keyboard.press('Enter');
    await page.getByLabel('Path of a session or heap snapshot').fill(copy);
    await page.keyboard.press('Enter');
    await page.getByText(`Saved as ${copy}`).waitFor();
    expect(window.errors).toEqual([]);

    const review = await openWindow([copy]);
    try {
      await review.page.getByText('Offline', { exact: true }).waitFor();
      expect(await list(review.page, 'Snapshots').count()).toBe(python ? 4 : 2);
      await review.page.getByRole('tab', { name: 'Heap' }).click();
      await review.page
        .getByRole('row', { name: /Session/ })
        .first()
        .waitFor();
      await review.page.getByRole('tab', { name: 'Overview' }).click();
      await review.page
        .getByRole('region', { name: /^(Findings|Who holds it)$/ })
        .getByText(/Session/)
        .first()
        .waitFor();
      await review.page.getByText(/^Looking for what holds it/).waitFor({ state: 'detached' });
      await review.picture('offline');
      expect(review.errors).toEqual([]);
    } finally {
      await review.end();
    }
  });
});
