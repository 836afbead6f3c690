import type { WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { describeWhere } from '../helpers/where.js';
import { attach, grows, list, snapshot } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

describeWhere(CHROMIUM, 'Chromium is not installed')('a window whose engine is out of reach', () => {
  let window: WindowUnderTest;
  let node: Awaited<ReturnType<typeof startLeaker>>;
  let way: WebSocketRoute | undefined;
  let cut = false;

  beforeAll(async () => {
    node = await startLeaker(process.execPath, 'leaky.mjs');
    window = await openWindow();
    await window.page.routeWebSocket(/\/api/, (route) => {
      if (cut) return void route.close();
      way = route;
      route.connectToServer();
    });
    await window.page.reload();
  });
  afterAll(async () => {
    await window?.end();
    if (node) await ended(node);
  });

  it('says so, joins again by itself, and has lost nothing', async () => {
    const { page } = window;
    await attach(page, node.pid);
    await snapshot(page, 1);
    await page.getByRole('tab', { name: 'Heap' }).click();
    const filter = page.getByRole('searchbox', { name: /^Class/ });
    await filter.fill('Session');
    const lost = page.getByText('The engine does not answer. Trying again');
    cut = true;
    await way?.close();
    await lost.waitFor();
    cut = false;
    await lost.waitFor({ state: 'detached' });
    expect(await filter.inputValue()).toBe('Session');
    expect(await page.getByRole('tab', { name: 'Heap' }).getAttribute('aria-selected')).toBe('true');
    await grows(page, node.pid);
    await snapshot(page, 2);
    expect(await list(page, 'Snapshots').count()).toBe(2);
    await page
      .getByRole('row', { name: /Session/ })
      .first()
      .waitFor();
  });

  it('says what to do and where the recording is when the engine has ended for good', async () => {
    const { page } = window;
    await page.getByRole('searchbox', { name: /^Class/ }).fill('kept');
    await window.kill();
    const alert = page.getByRole('alert').filter({ hasText: 'The engine does not answer' });
    await alert.filter({ hasText: 'start Leakscope again' }).waitFor();
    await alert.filter({ hasText: /What was recorded is in .*\.leakscope/ }).waitFor();
    expect(await page.getByRole('searchbox', { name: /^Class/ }).inputValue()).toBe('kept');
  });
});
