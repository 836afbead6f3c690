/**
 * npm run bench -- views --pane: the product's own pane Allocations, React and all, before a profile of a million calls,
 * as `leakscope serve` shows it in Chromium. Prints and returns the longest tasks of the page's thread (0: none of 50 ms)
 * and when the picture stood there.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const program = fileURLToPath(new URL('../../../build/leakscope.mjs', import.meta.url));

export async function pane(executablePath = '/usr/bin/chromium') {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-bench-pane-'));
  const file = join(folder, 'million.folded');
  const lines = [];
  for (let a = 0; a < 1000; a++)
    for (let b = 0; b < 1000; b++) lines.push(`f${a};g${b} ${1 + ((a * b) % 7)}`);
  writeFileSync(file, lines.join('\n'));
  const server = spawn(process.execPath, [program, 'serve', '--port', '0', '--no-open', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LEAKSCOPE_DATA: folder },
  });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const address = await new Promise((resolve, reject) => {
      server.on('exit', () => reject(new Error('the server has ended')));
      server.stdout.on('data', (text) => {
        const found = /http\S+/.exec(String(text));
        if (found) resolve(found[0]);
      });
    });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.addInitScript(() => {
      globalThis.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries())
          globalThis.longest = Math.max(globalThis.longest, duration);
      }).observe({ type: 'longtask' });
    });
    await page.goto(address);
    await page.getByRole('tab', { name: 'Allocations' }).waitFor();
    const painted = () =>
      page.waitForFunction(
        () =>
          document.querySelector('.allocations')?.getAttribute('aria-busy') === 'false' &&
          document.querySelector('[data-flame]')?.hasAttribute('data-painted'),
      );
    const of = async (work) => {
      await page.evaluate(() => {
        globalThis.longest = 0;
      });
      const begin = performance.now();
      await work();
      const took = Math.round(performance.now() - begin);
      // A frame later: an entry comes after its task.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
      return { longest: Math.round(await page.evaluate(() => globalThis.longest)), took };
    };
    const result = {
      opening: await of(async () => {
        await page.getByRole('tab', { name: 'Allocations' }).click();
        await painted();
      }),
      searching: await of(async () => {
        await page.keyboard.press('/');
        await page.keyboard.type('g99');
        await page.locator('[data-match]').waitFor();
        await painted();
      }),
      focusing: await of(async () => {
        await page.keyboard.press('Enter');
        await page.locator('[data-flame]').focus();
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: /^Only g99/ }).waitFor();
        await painted();
      }),
      table: await of(async () => {
        await page.keyboard.press('t');
        await page.getByRole('grid', { name: 'Function' }).waitFor();
      }),
    };
    return result;
  } finally {
    await browser.close();
    if (server.exitCode === null) {
      server.kill('SIGINT');
      await new Promise((done) => server.on('exit', done));
    }
    rmSync(folder, { recursive: true, force: true });
  }
}
