import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { describeWhere } from '../helpers/where.js';
import { list, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

/** A finding is pinned, the program is changed, and the window says whether it helped: of a file, and of a new recording. */

const LIMIT = 90_000;
const folder = mkdtempSync(join(tmpdir(), 'leakscope-e2e-fix-'));
const program = join(folder, 'app.mjs');
const SOURCE = [
  'const sessions = new Map();',
  'class Session {',
  "  rows = Array.from({ length: 20 }, (_, i) => ({ i, text: 'row ' + i }));",
  '}',
  'let n = 0;',
  'function login() {',
  '  sessions.set(++n, new Session());',
  '}',
  'setInterval(() => { for (let i = 0; i < 20; i++) login(); }, 20);',
];
const FIX = 'setInterval(() => sessions.clear(), 100);';

async function recorded(name: string): Promise<string> {
  const session = join(folder, `${name}.leakscope`);
  const child = spawn(process.execPath, [program], { stdio: 'ignore' });
  await once(child, 'spawn');
  const flags = ['--pid', String(child.pid), '-o', session, '--snapshot', 'start,end', '--duration', '8s'];
  const { status, err } = await command('record', ...flags);
  await ended(child);
  if (status !== 0) throw new Error(`record: ${status}: ${err}`);
  return session;
}

const open = async (page: Page, path: string): Promise<void> => {
  await page.keyboard.press('Control+o');
  await page.getByRole('dialog').getByRole('textbox').fill(path);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Sessions' }).getByRole('listitem').first().waitFor();
};

describeWhere(CHROMIUM, 'no Chromium here')('a finding that was pinned', () => {
  let window: WindowUnderTest;
  let leaking: string;
  let again: string;
  let fixed: string;
  let launched = 0;

  beforeAll(async () => {
    writeFileSync(program, SOURCE.join('\n'));
    leaking = await recorded('before');
    again = await recorded('again');
    writeFileSync(program, [...SOURCE, FIX].join('\n'));
    fixed = await recorded('after');
    window = await openWindow([leaking]);
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  }, 300_000);
  afterAll(async () => {
    await window?.end();
    if (launched > 0) process.kill(launched, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes a pin and a note, and Markdown has the note', async () => {
    const { page } = window;
    const card = page.getByRole('region', { name: 'Finding', exact: true });
    await card.getByRole('heading', { name: /sessions grows/ }).waitFor();
    await page.keyboard.press('p');
    await card.getByRole('button', { name: 'Pinned', pressed: true }).waitFor();
    await list(page, 'Fix checks').filter({ hasText: 'found in this session' }).waitFor();
    await card.getByRole('button', { name: 'Add a note' }).click();
    await page.keyboard.type('Since the login page; see #4711');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('region', { name: 'Findings' }).getByLabel('has a note').waitFor();
    await window.picture('finding-pinned');
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('c');
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()), { timeout: LIMIT })
      .toMatch(/\*\*Note\.\*\* Since the login page; see \\#4711/);
  });

  it('is fixed in the session of the changed program, with both slopes', async () => {
    const { page } = window;
    await open(page, fixed);
    const band = page.getByRole('region', { name: 'Fix check', exact: true });
    await band.getByText('Fixed:', { exact: true }).waitFor({ timeout: LIMIT });
    expect(await band.innerText()).toMatch(/[\d.]+ ± [\d.]+ objects\/s/);
    await list(page, 'Fix checks')
      .filter({ hasText: /Fixed$/ })
      .waitFor();
    await window.picture('fix-check');
    await band.getByRole('button', { name: 'Copy as Markdown' }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()), { timeout: LIMIT })
      .toMatch(/^### Fixed: .*sessions[\s\S]*before \(before\.leakscope\): [\d.]+/);
  });

  it('is not fixed where the same program was recorded again; the rail leads back to it', async () => {
    const { page } = window;
    await open(page, again);
    const band = page.getByRole('region', { name: 'Fix check', exact: true });
    await band.getByText('Not fixed:', { exact: true }).waitFor({ timeout: LIMIT });
    await band.getByRole('button', { name: 'Show it there' }).click();
    const card = page.getByRole('region', { name: 'Finding', exact: true });
    await card.getByRole('button', { name: 'Pinned', pressed: true }).waitFor();
    expect(await card.getByLabel('Note on this finding').inputValue()).toBe(
      'Since the login page; see #4711',
    );
  });

  it('is checked in a new recording of the changed program', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Start the changed program' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(`${process.execPath} ${program}`);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Stop recording' }).waitFor();
    await list(page, 'Fix checks').filter({ hasText: 'needs two snapshots' }).waitFor();
    await snapshot(page, 1);
    // As long as the one before, or it would be too little.
    await page
      .locator('.recording-state')
      .filter({ hasText: /0:(1[2-9]|[2-5]\d)/ })
      .waitFor();
    await snapshot(page, 2);
    await list(page, 'Fix checks')
      .filter({ hasText: /Fixed$/ })
      .waitFor({ timeout: LIMIT });
    await page.getByRole('button', { name: 'Stop recording' }).click();
    await page.getByText('Offline', { exact: true }).waitFor();
    // It goes on when its recording ends, and when Leakscope does: the test started it, the test ends it.
    const [pid] = /\d+/.exec(await list(page, 'Processes').first().innerText()) ?? [];
    launched = Number(pid);
    expect(() => process.kill(launched, 0)).not.toThrow();
    expect(window.errors).toEqual([]);
  });

  it('is in the file: another window that opens it has the pin and the note', async () => {
    const other = await openWindow([leaking]);
    try {
      const card = other.page.getByRole('region', { name: 'Finding', exact: true });
      await card.getByRole('button', { name: 'Pinned', pressed: true }).waitFor();
      expect(await card.getByLabel('Note on this finding').inputValue()).toMatch(/4711/);
      await other.page.keyboard.press('p');
      await card.getByRole('button', { name: 'Pin for fix check' }).waitFor();
      expect(other.errors).toEqual([]);
    } finally {
      await other.end();
    }
  });
});
