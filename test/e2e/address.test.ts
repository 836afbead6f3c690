import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { type NodeTarget, startNodeTarget } from '../helpers/node-targets.js';
import { describeWhere } from '../helpers/where.js';
import { list, snapshot } from '../helpers/window-steps.js';
import { openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

describeWhere(CHROMIUM, 'Chromium is not installed')('an address typed into the window', () => {
  let window: WindowUnderTest;
  let node: NodeTarget;
  let address = '';

  beforeAll(async () => {
    node = await startNodeTarget('leaky.mjs', { flags: ['--inspect=127.0.0.1:0'], silent: true });
    const said = (): string | undefined => /ws:\/\/(127\.0\.0\.1:\d+)\//.exec(node.errors())?.[1];
    address = await vi.waitUntil(said, { timeout: 30_000 });
    window = await openWindow();
  });
  afterAll(async () => {
    await window?.end();
    await node?.end();
  });

  it('says in place why nothing answers there, and keeps what was typed', async () => {
    const { page } = window;
    await page.getByRole('heading', { name: 'Which program grows?' }).waitFor();
    await page.keyboard.press('Control+i');
    const field = page.getByRole('textbox', { name: /^Address of an inspector/ });
    await field.fill('127.0.0.1:1');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('dialog').getByRole('alert');
    await alert.getByText('No inspector answers at 127.0.0.1:1.').waitFor();
    await alert.getByText(/--inspect=/).waitFor();
    expect(await field.inputValue()).toBe('127.0.0.1:1');
  });

  it('records what answers, and takes its snapshots', async () => {
    const { page } = window;
    await page.getByRole('textbox', { name: /^Address of an inspector/ }).fill(address);
    await page.keyboard.press('Enter');
    await list(page, 'Processes')
      .filter({ hasText: /Node \d+/ })
      .waitFor();
    await snapshot(page, 1);
    expect(window.errors).toEqual([]);
  });

  it('is in the palette too', async () => {
    const { page } = window;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('address');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Attach to an address' }).waitFor();
  });
});
