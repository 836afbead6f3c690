import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import type { GridPage } from '../helpers/grid-page.js';
import { describeWhere } from '../helpers/where.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'leakscope-grid-'));

describeWhere(CHROMIUM, 'Chromium is not installed')('the grid', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'error',
      root: here('../helpers'),
      define: { 'process.env.NODE_ENV': '"production"' },
      // Of production whatever the environment of the tests says.
      oxc: { jsx: { runtime: 'automatic', development: false } },
      build: {
        outDir: folder,
        target: 'chrome140',
        lib: {
          entry: here('../helpers/grid-page.tsx'),
          formats: ['iife'],
          name: 'page',
          fileName: 'page',
          cssFileName: 'page',
        },
      },
    });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox'],
      // As a person has it.
      ignoreDefaultArgs: ['--hide-scrollbars'],
    });
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 800, height: 600 } });
    page.setDefaultTimeout(30_000);
    await page.addStyleTag({ path: join(folder, 'page.css') });
    await page.addScriptTag({ path: join(folder, 'page.iife.js') });
    await row('row 3 9').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const row = (name: string | RegExp) =>
    page.getByRole('row', typeof name === 'string' ? { name, exact: true } : { name });
  const set = (next: Parameters<GridPage['set']>[0]): Promise<void> =>
    page.evaluate((given) => (globalThis as unknown as { gridPage: GridPage }).gridPage.set(given), next);
  const said = (): Promise<readonly string[]> =>
    page.evaluate(() => (globalThis as unknown as { gridPage: GridPage }).gridPage.said);
  const scrollTo = (top: number): Promise<void> =>
    page.locator('.grid-body').evaluate((body, to) => {
      body.scrollTop = to;
    }, top);
  /** Of the rows in the order of the document. */
  const places = (): Promise<readonly number[]> =>
    page
      .locator('.grid-body [role=row]')
      .evaluateAll((rows) => rows.map((one) => Number(one.getAttribute('aria-rowindex'))));
  /** The row that the focus is said to be on. */
  const active = (): Promise<string | undefined> =>
    page.locator('.grid').evaluate((grid) => {
      const found = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
      return found?.getAttribute('aria-selected') === 'true'
        ? (found.getAttribute('aria-rowindex') ?? undefined)
        : undefined;
    });

  it('says which rows of how many it shows, in their order, wherever it was scrolled to', async () => {
    const grid = page.getByRole('grid', { name: 'rows' });
    expect(await grid.getAttribute('aria-rowcount')).toBe('1000001');
    for (const top of [0, 10_000_000, 10_000_137, 9_999_000, 60, 1e9]) {
      await scrollTo(top);
      const first = Math.floor(
        Math.min(top, await grid.evaluate(() => document.querySelector('.grid-body')?.scrollTop ?? 0)) / 20,
      );
      await row(`row ${first + 2} ${(first + 2) * 3}`).waitFor();
      // At rest: in order, without a hole, and none of elsewhere.
      await expect
        .poll(async () => {
          const shown = await places();
          return shown.every((place, at) => place === shown[0] + at) && shown.includes(first + 2);
        })
        .toBe(true);
      const texts = await page.locator('.grid-body [role=row]').allInnerTexts();
      const shown = await places();
      texts.forEach((text, at) => {
        expect(text.split(/\s+/)).toEqual(['row', `${shown[at] - 2}`, `${(shown[at] - 2) * 3}`]);
      });
      const box = await row(`row ${first + 2} ${(first + 2) * 3}`).boundingBox();
      const body = await page.locator('.grid-body').boundingBox();
      expect(box?.y).toBeCloseTo(
        (body?.y ?? 0) +
          (first + 2) * 20 -
          (await page.locator('.grid-body').evaluate(({ scrollTop }) => scrollTop)),
        0,
      );
    }
    await expect.poll(() => page.locator('#seen').innerText()).toMatch(/999999$/);
  });

  it('is worked by keys, and says which row they are on', async () => {
    await page.getByRole('grid').focus();
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowDown');
    await expect.poll(active).toBe('4');
    await page.keyboard.press('End');
    await row('row 999999 2999997').waitFor();
    await expect.poll(active).toBe('1000001');
    expect(await page.locator('.grid-body [aria-selected=true]').count()).toBe(1);
    await page.keyboard.press('Home');
    await row('row 0 0').waitFor();
    await expect.poll(active).toBe('2');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Enter');
    expect((await said()).slice(-2)).toEqual(['open 0', 'open 0 alone']);
    // What is chosen and out of sight cannot be pointed at; it is again when it is back.
    await scrollTo(400_000);
    await row('row 20002 60006').waitFor();
    await expect.poll(active).toBeUndefined();
    await scrollTo(0);
    await expect.poll(active).toBe('2');
  });

  it('scrolls to the columns that have no room, by keys and with its head, and shows that it does', async () => {
    const seen = (name: string): Promise<boolean> =>
      page.getByRole('columnheader', { name }).evaluate((head) => {
        const box = head.getBoundingClientRect();
        const grid = head.closest('.grid')?.getBoundingClientRect();
        return grid !== undefined && box.left >= grid.left && box.right <= grid.right;
      });
    const bar = (): Promise<number> =>
      page
        .locator('.grid-body')
        .evaluate((body) => (body as HTMLElement).offsetHeight - (body as HTMLElement).clientHeight);
    await row('row 3 9').waitFor();
    expect(await seen('Size')).toBe(true);
    expect(await bar()).toBe(0);
    await set({ narrow: true });
    await expect.poll(() => seen('Size')).toBe(false);
    await expect.poll(bar).toBeGreaterThan(4);
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    for (let n = 0; n < 5; n++) await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => seen('Size')).toBe(true);
    // Its figures stand below it, and the row that was chosen still is.
    const head = await page.getByRole('columnheader', { name: 'Size' }).boundingBox();
    const cell = await row('row 0 0').getByRole('gridcell').nth(1).boundingBox();
    expect(Math.abs((head?.x ?? 0) - (cell?.x ?? 99))).toBeLessThan(2);
    await expect.poll(active).toBe('2');
    for (let n = 0; n < 5; n++) await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => seen('Size')).toBe(false);
    await set({ narrow: false });
    await expect.poll(() => seen('Size')).toBe(true);
    await expect.poll(bar).toBe(0);
  });

  it('is worked by the mouse, after a scroll too', async () => {
    await scrollTo(5000);
    await row('row 252 756').click();
    await expect.poll(active).toBe('254');
    await row('row 253 759').dblclick();
    expect(await said()).toEqual(['select 252', 'select 253', 'select 253', 'open 253']);
    expect(await row('row 253 759').getAttribute('class')).toMatch(/\bodd\b/);
    expect(await row('row 254 762').getAttribute('class')).not.toMatch(/\bodd\b/);
  });

  it('shows what comes later, what changes in place, and fewer rows', async () => {
    await set({ there: 3 });
    await row('row 3 9').waitFor({ state: 'detached' });
    await row('row 2 6').waitFor();
    await set({ there: 1e6, prefix: 'new' });
    await row('new 3 9').waitFor();
    await scrollTo(2000);
    await row('new 103 309').waitFor();
    await scrollTo(0);
    await row('new 3 9').waitFor();
    await set({ prefix: 'row' });
    await row('row 3 9').waitFor();
    await row('new 3 9').waitFor({ state: 'detached' });
    await set({ count: 4 });
    await row('row 4 12').waitFor({ state: 'detached' });
    expect(await places()).toEqual([2, 3, 4, 5]);
    await set({ count: 0 });
    await row('row 3 9').waitFor({ state: 'detached' });
  });

  it('opens and closes the rows of a tree, with cards and buttons in them', async () => {
    await set({ kind: 'tree' });
    const tree = page.getByRole('treegrid', { name: 'rows' });
    const first = tree.locator('[aria-rowindex="2"]');
    const second = tree.locator('[aria-rowindex="3"]');
    await expect.poll(() => first.getAttribute('aria-expanded')).toBe('false');
    expect(await second.getAttribute('aria-expanded')).toBeNull();
    expect([await first.getAttribute('aria-level'), await second.getAttribute('aria-level')]).toEqual([
      '1',
      '2',
    ]);
    await first.getByRole('button', { name: 'Open' }).click();
    await expect.poll(() => first.getAttribute('aria-expanded')).toBe('true');
    expect(await said()).toEqual(['toggle 0 true']);
    // The focus is the grid's, so that keys go on.
    expect(await tree.evaluate((grid) => document.activeElement === grid)).toBe(true);
    await second.getByRole('button', { name: 'card of row 1, 0' }).click();
    await second.getByRole('button', { name: 'card of row 1, 1' }).waitFor();
    expect(await second.getByRole('gridcell').count()).toBe(1);
    await tree.getByRole('button', { name: 'why row 4', exact: true }).click();
    expect(await said()).toEqual(['toggle 0 true', 'select 1', 'why row 4']);
    // A card's own state is not another's.
    await scrollTo(200);
    await tree.locator('[aria-rowindex="22"]').getByRole('button', { name: 'Open' }).click();
    await tree.getByRole('button', { name: 'card of row 21, 0' }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => first.getAttribute('aria-expanded')).toBe('false');
    await tree.getByRole('button', { name: 'why row 1', exact: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => first.getAttribute('aria-expanded')).toBe('true');
    expect((await said()).slice(-3)).toEqual(['select 0', 'toggle 0 false', 'toggle 0 true']);
    await set({ kind: 'plain' });
    await row('row 1 3').waitFor();
    expect(await page.getByRole('button', { name: /why|card/ }).count()).toBe(0);
  });

  it('has nothing serious for axe, as a list and as a tree', async () => {
    await page.evaluate(readFileSync(here('../../node_modules/axe-core/axe.min.js'), 'utf8'));
    for (const kind of ['plain', 'tree'] as const) {
      await set({ kind });
      await page.getByRole(kind === 'tree' ? 'treegrid' : 'grid').waitFor();
      await scrollTo(30_000);
      await row(/^(Open )?row 1510 4530/).waitFor();
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: {
            run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
          };
        };
        return (await axe.run()).violations.map(
          ({ id, impact, nodes }) => `${impact} ${id} ${nodes[0].html}`,
        );
      });
      expect(found.filter((line) => /^(serious|critical)/.test(line))).toEqual([]);
    }
  });
});
