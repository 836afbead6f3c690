import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { describeWhere } from '../helpers/where.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

/** Findings of a real program in the window: cards, keys, and evidence that leads to where it was seen. */

describeWhere(CHROMIUM, 'no Chromium here')('the findings of a recorded program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-e2e-findings-'));
  let window: WindowUnderTest;

  beforeAll(async () => {
    const session = join(folder, 'threads.leakscope');
    const program = await startLeaker('python3', 'stories/leak_sse_threads.py');
    const flags = ['-o', session, '--snapshot', 'start,end', '--duration', '12s'];
    const { status, err } = await command('record', '--pid', String(program.pid), ...flags);
    await ended(program);
    if (status !== 0) throw new Error(`record: ${status}: ${err}`);
    window = await openWindow([session]);
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  }, 180_000);

  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are ranked; J and K go through them, C copies one as Markdown', async () => {
    const { page } = window;
    const card = page.getByRole('region', { name: 'Finding', exact: true });
    await card.getByRole('heading', { name: /more threads/ }).waitFor();
    await window.picture('findings');
    await page.keyboard.press('j');
    await card.getByRole('heading', { name: /more open descriptors/ }).waitFor();
    await page.keyboard.press('k');
    await card.getByRole('heading', { name: /more threads/ }).waitFor();
    await page.keyboard.press('c');
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()), { timeout: 30_000 })
      .toMatch(/^### .*more threads[\s\S]*leak\\_sse\\_threads\.py:11/);
  });

  it('lead from a sentence to the snapshots that it came from', async () => {
    const { page } = window;
    const card = page.getByRole('region', { name: 'Finding', exact: true });
    await card.getByRole('button', { name: /before, \d+ now/ }).click();
    await page.getByRole('tab', { name: /heap/i, selected: true }).waitFor();
    expect(window.errors).toEqual([]);
  });
});
