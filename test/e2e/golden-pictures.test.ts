import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { drawProcesses } from '../helpers/drawn-processes.js';
import { drawnPythonSession } from '../helpers/drawn-python-session.js';
import { drawnWindow } from '../helpers/drawn-window.js';
import { goldenPicture, TOLERANCE } from '../helpers/golden-picture.js';
import { describeWhere } from '../helpers/where.js';

/** Every pane of one drawn session, light and dark, beside the picture that was looked at and kept. */

/** What is ready when a pane is. */
const READY: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  Overview: (page) =>
    page.getByRole('region', { name: 'Finding', exact: true }).getByRole('heading').waitFor(),
  Heap: async (page) => {
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .click();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('row', { name: /@\d+/ }).first().click();
    await page.getByRole('treegrid', { name: 'Retainers' }).getByText('table').first().waitFor();
    await page.locator('.picture-node').first().waitFor();
  },
  Object: (page) => page.locator('.picture-node').first().waitFor(),
  Allocations: (page) => page.locator('[data-flame][data-painted]').waitFor(),
  Threads: (page) => page.getByRole('row', { name: /pool-/ }).first().waitFor(),
  Regions: (page) => page.getByRole('row').nth(3).waitFor(),
  Source: (page) => page.getByRole('tabpanel').getByText(/./).first().waitFor(),
  SQL: (page) => page.locator('.sql-side details').nth(8).waitFor(),
};

/** The same of a Python program that keeps what it sends. */
const PYTHON_READY: typeof READY = {
  Heap: async (page) => {
    const letter = page.getByRole('row', { name: /shop\.outbox\.Letter/ }).first();
    await letter.click();
    await page.keyboard.press('ArrowRight');
    await page
      .getByRole('row', { name: /@7f12[0-9a-f]+/ })
      .first()
      .click();
    await page.getByRole('treegrid', { name: 'Retainers' }).getByText('Outbox').first().waitFor();
    await page.locator('.picture-node').first().waitFor();
  },
  Object: READY['Object'],
  Allocations: async (page) => {
    await READY['Allocations'](page);
    await page.getByRole('radio', { name: 'Table', exact: true }).click();
    await page
      .getByRole('row', { name: /outbox\.py:31/ })
      .first()
      .click();
    await page.locator('.source-figure').first().waitFor();
  },
  Threads: (page) => page.getByRole('row', { name: /smtp-/ }).first().waitFor(),
};

/** The machine's own: its name and versions, how long something took. */
const varies = (page: Page) => [
  page.locator('.meter'),
  page.locator('.status-bar > .cut'),
  page.locator('[data-took]'),
  page.locator('.caveat'),
];

/** Of a larger screen a part is enough, and seen sooner. */
const CORNER = { x: 0, y: 0, width: 1440, height: 900 };

/** Nothing of the lanes, the tables or the picture moves any more. */
const rest = async (page: Page): Promise<void> => {
  await page.mouse.move(2, 450);
  await page.waitForLoadState('networkidle');
  await page.locator('.notice').first().waitFor({ state: 'detached' });
  let before = '';
  await expect
    .poll(
      async () => {
        const now = (await page.screenshot({ animations: 'disabled', clip: CORNER })).toString('base64');
        const same = now === before;
        before = now;
        return same;
      },
      { timeout: 30_000, interval: 300 },
    )
    .toBe(true);
};

describeWhere(CHROMIUM, 'no Chromium here')('golden pictures', () => {
  const opened = drawnWindow();

  for (const scheme of ['light', 'dark'] as const)
    for (const [pane, ready] of Object.entries(READY))
      it(`${pane}, ${scheme}`, async () => {
        const { page } = opened();
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.getByRole('tab', { name: pane }).click();
        await ready(page);
        await rest(page);
        const { share, allowed } = await goldenPicture(page, `${pane.toLowerCase()}-${scheme}`, varies(page));
        expect(share, `share of the picture that differs from test/e2e/golden; now: out/golden`).toBeLessThan(
          allowed,
        );
      });

  for (const scheme of ['light', 'dark'] as const)
    it(`the attach screen, ${scheme}`, async () => {
      const page = await opened().page.context().newPage();
      try {
        await drawProcesses(page);
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.goto(opened().page.url());
        await page.getByText('Offline', { exact: true }).waitFor();
        await page.keyboard.press('a');
        await page.getByRole('row', { name: /worker 2/ }).click();
        await page.getByText('Safe', { exact: true }).waitFor();
        await rest(page);
        const { share, allowed } = await goldenPicture(page, `attach-${scheme}`, varies(page));
        expect(share, 'share of the picture that differs from test/e2e/golden; now: out/golden').toBeLessThan(
          allowed,
        );
      } finally {
        await page.close();
      }
    });

  it('the heap, on a 4K screen and in forced colours', async () => {
    const { page } = opened();
    const shares: Record<string, number> = {};
    const look = async (name: string): Promise<void> => {
      await page.getByRole('tab', { name: 'Heap' }).click();
      await READY['Heap'](page);
      await rest(page);
      const { share, allowed } = await goldenPicture(page, name, varies(page));
      shares[name] = share / allowed;
    };
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce', forcedColors: 'active' });
    await look('heap-forced');
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce', forcedColors: 'none' });
    await page.setViewportSize({ width: 3840, height: 2160 });
    await look('heap-4k');
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const [name, share] of Object.entries(shares))
      expect(share, `of what may differ from test/e2e/golden/${name}.png; now: out/golden`).toBeLessThan(1);
  });

  it('are missed by what is gone, moved or recoloured, and are told from what other fonts change', async () => {
    const { page } = opened();
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.getByRole('tab', { name: 'Overview' }).click();
    await READY['Overview'](page);
    const shareWith = async (style: string): Promise<number> => {
      const put = await page.addStyleTag({ content: style });
      await rest(page);
      const { share } = await goldenPicture(page, 'overview-light', varies(page), false);
      await put.evaluate((element) => (element as Element).remove());
      return share;
    };
    const shares: Record<string, number> = {};
    for (const wrong of WRONG) shares[wrong] = await shareWith(wrong);
    const otherFonts = await shareWith(OTHER_FONTS);
    for (const share of Object.values(shares)) expect(share).toBeGreaterThan(TOLERANCE.same);
    expect(otherFonts).toBeLessThan(TOLERANCE.other);
    expect(shares[REPAINTED]).toBeGreaterThan(TOLERANCE.other);
    expect(opened().errors).toEqual([]);
  });
});

const REPAINTED = ':root { --panel: #c8d8ff !important; --bg: #ffd8d8 !important }';
const WRONG = [
  '.rail { visibility: hidden }',
  '.verdict { visibility: hidden }',
  '.overview-body { padding-left: 40px }',
  '.timeline-host canvas { transform: translateY(12px) }',
  REPAINTED,
];
const OTHER_FONTS = ':root { --font: "DejaVu Sans Mono", serif !important; --mono: serif !important }';

describeWhere(CHROMIUM, 'no Chromium here')('golden pictures of a Python program', () => {
  const opened = drawnWindow(drawnPythonSession);

  for (const [pane, ready] of Object.entries(PYTHON_READY))
    it(`${pane}, dark`, async () => {
      const { page } = opened();
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.getByRole('tab', { name: pane }).click();
      await ready(page);
      await rest(page);
      const { share, allowed } = await goldenPicture(page, `python-${pane.toLowerCase()}-dark`, varies(page));
      expect(share, 'share of the picture that differs from test/e2e/golden; now: out/golden').toBeLessThan(
        allowed,
      );
    });
});
