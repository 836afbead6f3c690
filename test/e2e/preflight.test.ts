import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { serious } from '../helpers/serious.js';
import { describeWhere } from '../helpers/where.js';
import { attach, list } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const LIMIT = 110_000;
const large = fileURLToPath(new URL('../targets/large.mjs', import.meta.url));

describeWhere(CHROMIUM, 'no Chromium here')('a snapshot that would be noticed', () => {
  let window: WindowUnderTest;
  let target: ChildProcess;

  beforeAll(async () => {
    target = spawn(process.execPath, [large, '300000'], { stdio: ['ignore', 'pipe', 'ignore'] });
    if (target.stdout) await once(target.stdout, 'data');
    window = await openWindow();
    await attach(window.page, target.pid ?? 0);
  });
  afterAll(async () => {
    await window?.end();
    if (target) await ended(target);
  });

  it('is asked about with what it costs; no is no, and a yes may be for the whole session', async () => {
    const { page } = window;
    const button = page.getByRole('button', { name: /^Snapshot/ }).first();
    await expect.poll(() => button.isEnabled(), { timeout: LIMIT }).toBe(true);
    const sheet = page.getByRole('dialog', { name: 'Before this snapshot' });
    // Its heap is known after the first readings.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('s');
          return sheet.waitFor({ timeout: 5000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: LIMIT },
      )
      .toBe(true);
    const said = await sheet.innerText();
    expect(said).toMatch(/The program stands still for\s+≈\D*[\d.]+ s/);
    expect(said).toMatch(/More memory while it is taken\s+≈\D*[\d.]+ [MG]B/);
    expect(said).toMatch(/Free up to the limit of the (machine|container)\s+[\d.]+ GB/);
    expect(said).toMatch(/Size in the session\s+≈\D*[\d.]+ MB/);
    expect(await serious(page)).toEqual([]);
    await window.picture('preflight');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await list(page, 'Snapshots').count()).toBe(0);

    await button.click();
    await sheet.getByRole('checkbox', { name: 'Do not ask again in this session' }).check();
    await sheet.getByRole('button', { name: 'Take it' }).click();
    await list(page, 'Snapshots').filter({ hasText: 'Compared' }).waitFor({ timeout: LIMIT });
    // What it did cost stands beside what was estimated.
    await page.getByText(/the program stood still for [\d.]+ m?s \(estimated [\d.]+ s\)/).waitFor();
    await button.click();
    await list(page, 'Snapshots').nth(1).waitFor({ timeout: LIMIT });
    expect(await sheet.count()).toBe(0);
    expect(window.errors).toEqual([]);
  }, 400_000);

  it('is taken first with the attach, from the card that says its cost', async () => {
    const small = await startLeaker(process.execPath, 'leaky.mjs');
    const other = await openWindow();
    try {
      const { page } = other;
      await page.getByRole('searchbox', { name: 'Name, PID, command' }).fill(String(small.pid));
      await page
        .getByRole('row', { name: new RegExp(`\\b${small.pid}\\b`) })
        .first()
        .click();
      const card = page.getByRole('region', { name: `Before a snapshot of ${small.pid}` });
      await card.getByRole('button', { name: 'Attach, and take the first' }).click({ timeout: LIMIT });
      await list(page, 'Snapshots').filter({ hasText: 'Compared' }).waitFor({ timeout: LIMIT });
      // What it would cost was said: it is not asked again, and measured beside the estimate.
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.getByText(/the program stood still for [\d.]+ m?s \(estimated [\d.]+ m?s\)/).waitFor();
      expect(other.errors).toEqual([]);
    } finally {
      await other.end();
      await ended(small);
    }
  }, 200_000);
});
