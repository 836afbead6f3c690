import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { cutOff } from '../helpers/cut-off.js';
import { serious } from '../helpers/serious.js';
import { describeWhere } from '../helpers/where.js';
import { attach, grows, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';
import { withoutDefinition } from '../helpers/without-definition.js';

/** Figures that only a live target has: each says what it is, and what was not measured looks like it. */

/** Of one wait, ms. */
const LIMIT = 60_000;

describeWhere(CHROMIUM, 'no Chromium here')('while a program is recorded', () => {
  let window: WindowUnderTest;
  let node: Awaited<ReturnType<typeof startLeaker>>;
  const found: string[] = [];
  const look = async (name: string): Promise<void> => {
    const { page } = window;
    found.push(...(await withoutDefinition(page)).map((line) => `${name}: ${line}`));
    found.push(...(await serious(page)).map((line) => `${name}: ${line}`));
  };

  beforeAll(async () => {
    node = await startLeaker(process.execPath, 'leaky.mjs');
    window = await openWindow();
    const { page } = window;
    await page.getByRole('row').nth(3).waitFor();
    await attach(page, node.pid);
  });
  afterAll(async () => {
    await window?.end();
    if (node) await ended(node);
  });

  it('the meter says what we cost in ourselves and inside the target', async () => {
    const { page } = window;
    await grows(page, node.pid);
    const meter = page.getByRole('group', { name: 'What Leakscope itself costs' });
    const inside = meter.locator('[data-in-targets]');
    await expect.poll(() => inside.innerText(), { timeout: LIMIT }).toMatch(/^in targets\s+\d+\.\d\d %/);
    expect(await inside.getAttribute('title')).toMatch(/cannot be told from the program’s own/);
    expect(await meter.innerText()).toMatch(/us\s+\d+\.\d %/);
    await look('Overview, no snapshot');
  });

  it('the lanes follow what comes in, yield to who looks elsewhere, and follow again', async () => {
    const { page } = window;
    await page.locator('[data-keys=timeline]').focus();
    await page.getByRole('button', { name: /^Following live/, pressed: true }).waitFor();
    await page.keyboard.press('a');
    await page.getByRole('button', { name: /^Follow live/, pressed: false }).waitFor();
    await page.keyboard.press('l');
    await page.getByRole('button', { name: /^Following live/, pressed: true }).waitFor();
  });

  it('sampled figures are told from measured ones, in the pane and beside the source', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: /^Allocations/ }).click();
    await look('Allocations, empty');
    await page.getByRole('button', { name: 'Sample allocations' }).click();
    await page.locator('[data-flame][data-painted]').waitFor();
    await page.locator('[data-all] .estimated').waitFor();
    await page.locator('[data-flame]').focus();
    await page.keyboard.press('ArrowDown');
    await page
      .locator('[data-flame-said]')
      .getByText(/Total about \d/)
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    const total = page.locator('.call-card-figures dd').first();
    await total.waitFor();
    expect(await total.evaluate((element) => getComputedStyle(element).textDecorationStyle)).toBe('dotted');
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'Table', exact: true }).click();
    const figure = page.locator('.allocations .grid-body .cell.number').first();
    await figure.waitFor();
    const lineOf = (): Promise<string> =>
      figure.evaluate((element) => getComputedStyle(element).textDecorationStyle);
    await expect.poll(lineOf).toBe('dotted');
    await page.getByRole('row', { name: /leaky/ }).first().click();
    const source = page.locator('.source-figure').first();
    await source.waitFor();
    expect(await source.evaluate((element) => getComputedStyle(element).textDecorationStyle)).toBe('dotted');
    expect(await source.getAttribute('title')).toMatch(/samples[\s\S]*Estimated/);
    await page
      .getByRole('region', { name: 'Source', exact: true })
      .getByText('estimated from samples')
      .waitFor();
    await look('Allocations, sampled');
    await page.getByRole('tab', { name: /^Source/ }).click();
    await page.locator('.source-figure').first().waitFor();
    await look('Source');
  });

  it('what a snapshot will cost is an estimate, what it did cost is not', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: /^Overview/ }).click();
    await page.keyboard.press('n');
    const sheet = page.getByRole('dialog', { name: 'Repeat an action and see what it leaves' });
    await sheet.locator('.estimated').first().waitFor();
    await look('repeat');
    await page.keyboard.press('Escape');
    await snapshot(page, 1);
    await expect
      .poll(() => page.getByRole('group', { name: 'What Leakscope itself costs' }).innerText(), {
        timeout: LIMIT,
      })
      .toContain('last pause');
    await snapshot(page, 2);
    await look('Overview, compared');
  });

  it('objects, holders now and stacks say what their figures are', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: /^Heap/ }).click();
    await page.getByRole('searchbox', { name: /^Class/ }).fill('/^Session$/');
    await page.getByRole('row', { name: /^(Open)? ?Session / }).click();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('row', { name: /@\d+/ }).first().click();
    await page.getByRole('radio', { name: 'Now', exact: true }).click();
    const now = page.getByRole('region', { name: 'Now' });
    await now.getByRole('button', { name: 'Ask the program' }).click();
    await now
      .getByText(/holders?$/)
      .first()
      .waitFor();
    await look('Heap, live');
    await page.getByRole('tab', { name: /^Threads/ }).click();
    await page.getByRole('radio', { name: 'Stacks' }).click();
    await page.getByRole('button', { name: 'Take stacks' }).first().click();
    await page.locator('.stack-card').first().waitFor();
    await look('Stacks');
    await page.keyboard.press('a');
    await page.getByRole('row').nth(3).click();
    await page.getByText('whose memory', { exact: true }).waitFor();
    await look('attach, while recording');
    expect(found).toEqual([]);
    expect(window.errors).toEqual([]);
  });

  it('what one can do, and what it costs, is in sight at every size of window and text', async () => {
    const { page } = window;
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /^Overview/ }).click();
    for (const [width, height] of [
      [1440, 900],
      [1240, 760],
      [1024, 640],
      // Text at 200 % in 1440 × 900.
      [720, 450],
    ] as const) {
      await page.setViewportSize({ width, height });
      const meter = page.getByRole('group', { name: 'What Leakscope itself costs' });
      expect(await meter.locator('[data-in-targets]').isVisible()).toBe(true);
      expect(await meter.getByText(/pause/).isVisible()).toBe(true);
      const edge = await meter.evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(edge, `of the meter, at ${width}`).toBeLessThanOrEqual(0);
      // The canvases follow a frame later.
      await expect.poll(() => cutOff(page), { message: `at ${width}`, timeout: 10_000 }).toEqual([]);
    }
    // Figures may be longer than these.
    await page.locator('.meter-rest').evaluate((rest) => {
      rest.appendChild(Object.assign(document.createElement('b'), { textContent: '1 045.2 MB and more' }));
    });
    await expect.poll(() => cutOff(page), { timeout: 10_000 }).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
