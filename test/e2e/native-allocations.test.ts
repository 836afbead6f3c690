import { afterAll, beforeAll, expect, it } from 'vitest';
import { findHeaptrack } from '../../electron/drivers/native/heaptrack.js';
import { injectedLibrary } from '../../electron/drivers/native/heaptrack-attach.js';
import { CHROMIUM } from '../helpers/chromium.js';
import { hasGdb } from '../helpers/has-gdb.js';
import { nativeProgram, noCompiler } from '../helpers/native-program.js';
import { openFiles } from '../helpers/open-files.js';
import { type ProcessTarget, startTarget } from '../helpers/process-targets.js';
import { serious } from '../helpers/serious.js';
import { describeWhere } from '../helpers/where.js';
import { list } from '../helpers/window-steps.js';
import { openWindow, type WindowUnderTest } from '../helpers/window-under-test.js';

const found = findHeaptrack();
const there = CHROMIUM && !noCompiler && hasGdb && found && injectedLibrary(found);

/** A plain C program that keeps memory, traced by the real heaptrack with buttons alone. */
describeWhere(there, 'Chromium, cc, gdb or heaptrack is not here')('native allocations in the window', () => {
  let window: WindowUnderTest;
  let target: ProcessTarget;

  beforeAll(async () => {
    target = startTarget(nativeProgram('storming'), ['1']);
    await target.line();
    window = await openWindow();
  });
  afterAll(async () => {
    await window?.end();
    await target?.end();
  });

  it('says before an attach which tools are here and what each costs', async () => {
    const { page } = window;
    const { pid } = target;
    await page.getByRole('searchbox', { name: 'Name, PID, command' }).fill(String(pid));
    await page
      .getByRole('row', { name: new RegExp(`\\b${pid}\\b`) })
      .first()
      .click();
    await page.getByText('What traces native code').click();
    await page
      .getByText(/version [\d.]+: leakscope run --native .* enters a running program by gdb/)
      .waitFor();
    await page.getByText('bpftrace, memleak').waitFor();
    await window.picture('native-tools');
    expect(await serious(page)).toEqual([]);
  });

  it('traces by a button, and shows what native code keeps and where', async () => {
    const { page } = window;
    await page.getByRole('searchbox', { name: 'Name, PID, command' }).focus();
    await page.keyboard.press('Enter');
    await list(page, 'Processes')
      .filter({ hasText: String(target.pid) })
      .waitFor();
    await page.getByRole('tab', { name: 'Allocations' }).click();
    const begin = page.getByRole('button', { name: 'Trace native code by heaptrack' });
    await begin.waitFor();
    await page.getByText(/The program stands still twice for about a second/).waitFor();
    await window.picture('native-offer');
    await begin.click();
    await page.getByText('heaptrack goes into the program').waitFor();
    await page.getByRole('button', { name: 'Stop tracking' }).waitFor();
    await page.getByText('heaptrack traces the program').waitFor();
    const events = (): readonly string[] => openFiles(target.pid).filter((file) => file.endsWith('/events'));
    expect(events()).toHaveLength(1);
    target.say('keep');
    const first = Number(await target.line());
    for (let now = first; now < first + 20; now = Number(await target.line())) target.say('keep');
    await page.getByRole('button', { name: 'Stop tracking' }).click();
    await page
      .getByText(/heaptrack leaves the program|What heaptrack has seen is being read/)
      .first()
      .waitFor();
    await page.locator('[data-flame]').waitFor();
    await expect.poll(() => events(), { timeout: 60_000 }).toEqual([]);
    await page.keyboard.press('/');
    await page.keyboard.type('/^keep_one$/');
    await page.locator('[data-match]').waitFor();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('[data-flame-said]').innerText(), { timeout: 60_000 })
      .toMatch(/^keep_one,/);
    await window.picture('native-allocations');
    expect(await serious(page)).toEqual([]);
    expect(window.errors).toEqual([]);
    expect(await target.finish()).toBe(7);
  });
});
