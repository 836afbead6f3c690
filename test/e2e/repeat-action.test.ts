import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { describeWhere } from '../helpers/where.js';
import { attach, list } from '../helpers/window-steps.js';
import { ended, openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

/** Do the action, press the key, seven times: what grew by seven is named with it. */

const LIMIT = 90_000;
const service = fileURLToPath(new URL('../targets/dialogs.mjs', import.meta.url));

async function started(...args: readonly string[]): Promise<{ child: ChildProcess; port: string }> {
  const child = spawn(process.execPath, [service, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const chunk of child.stdout ?? []) return { child, port: String(chunk).trim() };
  throw new Error('the service said no port');
}

describeWhere(CHROMIUM, 'no Chromium here')('an action that is repeated', () => {
  let window: WindowUnderTest;
  let leaking: Awaited<ReturnType<typeof started>>;

  beforeAll(async () => {
    leaking = await started('leaks');
    window = await openWindow();
    await attach(window.page, leaking.child.pid ?? 0);
  });
  afterAll(async () => {
    await window?.end();
    if (leaking) await ended(leaking.child);
  });

  it('is asked for with what it costs, done seven times, and what it leaves comes first', async () => {
    const { page } = window;
    const act = async (): Promise<void> => {
      const answer = await fetch(`http://127.0.0.1:${leaking.port}/settings`);
      expect(await answer.text()).toBe('20');
    };
    // Once before it begins, as the sheet says.
    await act();
    await expect
      .poll(() => page.getByRole('button', { name: /^Repeat/ }).isEnabled(), { timeout: LIMIT })
      .toBe(true);
    await page.keyboard.press('n');
    const sheet = page.getByRole('dialog', { name: 'Repeat an action and see what it leaves' });
    await sheet.getByText(/the program stands still for/).waitFor();
    await sheet.getByRole('textbox', { name: 'What will you do each time?' }).fill('open the settings');
    await window.picture('repeat-sheet');
    await page.keyboard.press('Enter');
    const band = page.getByRole('region', { name: 'Repeating' });
    await band.getByText('0 of 7').waitFor({ timeout: LIMIT });
    for (let done = 1; done <= 7; done++) {
      await act();
      await page.keyboard.press('n');
      if (done < 7) await band.getByText(`${done} of 7`).waitFor();
      if (done === 4) await window.picture('repeat-band');
    }
    await band.waitFor({ state: 'detached', timeout: LIMIT });
    expect(await list(page, 'Marks').filter({ hasText: 'open the settings' }).count()).toBe(7);
    await page
      .getByRole('heading', { name: /^Each “open the settings” leaves 1 Dialog in .*/ })
      .first()
      .waitFor({ timeout: LIMIT });
    await window.picture('repeated');
    expect(window.errors).toEqual([]);
  });
});
