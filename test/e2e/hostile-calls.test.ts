import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { importedProfiles } from '../helpers/imported-profiles.js';
import { describeWhere } from '../helpers/where.js';
import { openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-hostile-calls-'));
const hostile = join(folder, 'hostile.speedscope.json');
const million = join(folder, 'million.folded');
const cut = join(folder, 'cut.speedscope.json');
const LIMIT = 60_000;
const DEPTH = 10_000;

const NAMES = [
  '<img src=x onerror="globalThis.hacked = 1">',
  '</script><script>globalThis.hacked = 1</script>',
  '\u001b[31mred\u001b[0m\u001b]0;title\u0007',
  '\u202egnp.exe\u2066',
  'nul\0name\r\nsecond line',
  '__proto__',
  'constructor',
  '=cmd|"/c calc"!A1',
  'javascript:globalThis.hacked=1',
  '漢字 سلام שלום e\u0301 👩‍👩‍👧 \ud800',
  'long '.repeat(2_000_000),
];

function profile(): string {
  const frames = [...NAMES, 'deep'].map((name, at) => ({
    name,
    file: at % 2 ? name.slice(0, 300) : '',
    line: at,
  }));
  const samples = NAMES.map((_, at) => [at, (at + 1) % NAMES.length]);
  samples.push(Array.from({ length: DEPTH }, () => NAMES.length));
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: { frames },
    profiles: [
      {
        type: 'sampled',
        name: NAMES[0],
        unit: 'bytes',
        samples,
        weights: samples.map((_, at) => 1000 + at),
        startValue: 0,
        endValue: 1,
      },
    ],
  });
}

const flame = (page: Page) => page.locator('[data-flame]');
const said = (page: Page): Promise<string> => page.locator('[data-flame-said]').innerText();
const sum = (page: Page): Promise<string> => page.locator('[data-all]').innerText();

async function opened(file: string): Promise<WindowUnderTest> {
  const window = await openWindow([file]);
  await window.page.getByRole('tab', { name: 'Allocations' }).click();
  await flame(window.page).waitFor();
  return window;
}

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await page.locator('[data-match]').waitFor();
}

describeWhere(CHROMIUM, 'Chromium is not installed')('profiles that nobody should trust', () => {
  beforeAll(() => {
    const text = profile();
    writeFileSync(hostile, text);
    writeFileSync(cut, text.slice(0, text.length - 20_000));
    const lines: string[] = [];
    for (let a = 0; a < 1000; a++)
      for (let b = 0; b < 1000; b++) lines.push(`f${a};g${b} ${1 + ((a * b) % 7)}`);
    writeFileSync(million, lines.join('\n'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names of every kind are text, in the picture, the card, the tables and the exports', async () => {
    const window = await opened(hostile);
    try {
      const { page } = window;
      for (const text of ['__proto__', 'img src', 'gnp.exe', 'constructor', 'long long']) {
        await search(page, text);
        await page.keyboard.press('Enter');
        await expect.poll(() => said(page), { timeout: LIMIT }).toContain(text);
        await page.keyboard.press('Escape');
        await flame(page).focus();
        await page.keyboard.press('Space');
        await page.locator('.call-card').waitFor();
        await page.keyboard.press('Escape');
        await page.locator('.call-card').waitFor({ state: 'detached' });
      }
      await page.getByRole('radio', { name: 'Table' }).click();
      await page.getByRole('grid').first().getByText('__proto__').first().waitFor();
      const body = await page.locator('body').innerText();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
      expect(body).not.toMatch(/[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069]/);
      expect(
        await page.evaluate(() => [(globalThis as { hacked?: number }).hacked, document.images.length]),
      ).toEqual([undefined, 0]);
      expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
      await page.getByRole('radio', { name: 'Icicle' }).click();
      await page.locator('[data-export-calls]').click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: /^pprof/ }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.pb\.gz$/);
      const [written] = importedProfiles(gunzipSync(readFileSync(await download.path()))).filter(
        ({ unit }) => unit === 'bytes',
      );
      expect(written.table.stacks.frames.name).toContain(NAMES[0]);
      expect(written.table.stacks.frames.name).toContain('__proto__');
      expect(window.errors).toEqual([]);
    } finally {
      await window.end();
    }
  }, 180_000);

  it('recursion ten thousand deep is drawn, walked, merged and turned over', async () => {
    const window = await opened(hostile);
    try {
      const { page } = window;
      const all = await sum(page);
      await search(page, '/^deep$/');
      await page.keyboard.press('Enter');
      await expect.poll(() => said(page), { timeout: LIMIT }).toMatch(/^deep,.*level 1,/);
      await page.keyboard.press('Escape');
      await flame(page).focus();
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => said(page), { timeout: LIMIT }).toContain('level 2');
      await page.getByRole('button', { name: 'Merge recursion' }).click();
      await page.getByRole('button', { name: 'From the leaf' }).click();
      await search(page, '/^deep$/');
      await expect
        .poll(() => page.locator('[data-match]').innerText(), { timeout: LIMIT })
        .toContain('in 1 call');
      expect(await sum(page)).toBe(all);
      expect(window.errors).toEqual([]);
    } finally {
      await window.end();
    }
  }, 180_000);

  it('a million stacks are reshaped by a worker of the page, and the last wish is what is shown', async () => {
    const window = await openWindow([million]);
    try {
      const { page } = window;
      await page.getByRole('tab', { name: 'Allocations' }).click();
      await flame(page).waitFor();
      expect(page.workers().map((worker) => worker.url())).toContainEqual(
        expect.stringContaining('calls-worker'),
      );
      const all = await sum(page);
      const leaf = page.getByRole('button', { name: 'From the leaf' });
      // Faster than any of it can be worked out.
      for (let turn = 0; turn < 5; turn++) await leaf.click();
      await search(page, '/^g7$/');
      await page.keyboard.press('Enter');
      await expect.poll(() => said(page), { timeout: LIMIT }).toMatch(/^g7,.*level 1, 1000 calls below$/);
      expect(await sum(page)).toBe(all);
      expect(window.errors).toEqual([]);
    } finally {
      await window.end();
    }
  }, 180_000);

  it('a profile that ends in the middle is refused with a sentence', async () => {
    const { status, err } = await command('allocations', cut);
    expect(status).toBe(1);
    expect(err).toMatch(/ends too early, in the middle of its JSON/);
  });
});
