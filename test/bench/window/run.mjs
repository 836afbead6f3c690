/**
 * npm run bench -- window: the window in a real Chromium before a session of 24 hours and 50 processes, and before a
 * large heap snapshot: LEAKSCOPE_BENCH_SNAPSHOT names one, else one of 1 GB is made, for 20 minutes of a machine with
 * 4 GB to spare; `--no-snapshot` leaves it out. Writes `window` of test/bench/results.json.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find(
  existsSync,
);
const [hours = '24', processes = '50'] = process.argv.slice(2).filter((given) => !given.startsWith('-'));
if (!CHROMIUM) {
  console.log('window: not measured (Chromium is not installed)');
  process.exit(0);
}
/** What was measured: `{ what: { value, unit, asked? } }`. */
const results = {};
const folder = mkdtempSync(join(tmpdir(), 'leakscope-bench-window-'));
try {
  const program = join(folder, 'make-session.mjs');
  const bundle = await rolldown({ input: here('make-session.ts'), platform: 'node', logLevel: 'silent' });
  await bundle.write({ file: program, format: 'esm' });
  await bundle.close();
  const session = join(folder, 'long.leakscope');
  const made = spawnSync(process.execPath, [program, session, hours, processes], { stdio: 'inherit' });
  if (made.status !== 0) throw new Error('the session could not be made');
  console.log(
    `load ${loadavg()[0].toFixed(1)}; session of ${hours} h × ${processes}, ${(statSync(session).size / 1e6).toFixed(0)} MB`,
  );
  await withWindow(folder, async (page, client, say) => {
    say('usable after the start of the page', await firstRow(page), 'ms', 1500);
    say('processor time of the page until then', await worked(client), 'ms');
    const shown = await opened(page, session, async () => {
      await page.locator('.timeline-heads').getByText(/node/).first().waitFor();
      await painted(page);
    });
    say('session opened and its timeline painted', shown, 'ms', 1000);
    await page.waitForLoadState('networkidle');
    say("the window's heap with it", await heap(page), 'MB', 150);
    await sayKeys(page, client, say, 'keys', [
      '1',
      '2',
      '8',
      '1',
      'f',
      '[',
      ']',
      'Escape',
      'm',
      'Escape',
      '?',
      'Escape',
    ]);
    await page.locator('[data-keys=timeline]').focus();
    await sayKeys(page, client, say, 'zoom and pan', [...'wwwwddddaasswwdd']);
  });
  const snapshot = process.env.LEAKSCOPE_BENCH_SNAPSHOT ?? largeSnapshot(folder);
  if (snapshot && existsSync(snapshot))
    await withWindow(folder, async (page, client, say) => {
      await firstRow(page);
      const load = await opened(page, snapshot, async () => {
        await page.getByRole('tab', { name: 'Heap' }).click();
        await page.locator('.heap .grid-row').nth(5).waitFor({ timeout: 240_000 });
      });
      say(
        `snapshot of ${(statSync(snapshot).size / 1e6).toFixed(0)} MB opened and its classes shown`,
        load,
        'ms',
      );
      const facts = await page
        .locator('.rail')
        .getByText(/objects/)
        .first()
        .innerText();
      console.log(`  ${facts}`);
      results['objects of the snapshot'] = {
        value: Number(facts.split('objects')[0].replace(/\D/g, '')),
        unit: 'objects',
      };
      say("the window's heap with it", await heap(page), 'MB', 150);
      await page.locator('.heap .grid').first().focus();
      await sayKeys(page, client, say, 'its table', [
        'ArrowDown',
        'ArrowDown',
        'PageDown',
        'PageUp',
        'ArrowRight',
        'ArrowDown',
      ]);
    });
  else console.log('a large snapshot: not measured');
  record();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A program's heap of about 1 GB, as the bench of the heap engine makes it. Undefined where that was not wanted. */
function largeSnapshot(into) {
  if (process.argv.includes('--no-snapshot')) return undefined;
  const out = join(into, 'large');
  const program = here('../heap/generate.mjs');
  const flags = ['--max-old-space-size=3500', program, '165000', '100', out];
  const made = spawnSync(process.execPath, flags, { stdio: 'inherit' });
  return made.status === 0 ? `${out}-B.heapsnapshot` : undefined;
}

function record() {
  const path = here('../results.json');
  const all = JSON.parse(readFileSync(path, 'utf8'));
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`;
  all.window = { at: new Date().toISOString(), machine, hours, processes, results };
  writeFileSync(path, `${JSON.stringify(all, undefined, 2)}\n`);
}

async function withWindow(data, work) {
  const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
  const server = spawn(process.execPath, [cli, 'serve', '--port', '0', '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LEAKSCOPE_DATA: data },
  });
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const address = await new Promise((resolve) => {
    let said = '';
    server.stdout.on('data', (chunk) => {
      said += chunk;
      const [found] = /http:\S+/.exec(said) ?? [];
      if (found) resolve(found);
    });
  });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(120_000);
    const client = await page.context().newCDPSession(page);
    await client.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(address, { waitUntil: 'commit' });
    await work(page, client, (name, value, unit, asked) => {
      results[name] = { value: Math.round(value * 10) / 10, unit, ...(asked === undefined ? {} : { asked }) };
      const verdict = asked === undefined ? '' : ` asked ${asked}: ${value <= asked ? 'reached' : 'MISSED'}`;
      console.log(`  ${name.padEnd(60)} ${value.toFixed(0).padStart(7)} ${unit}${verdict}`);
    });
  } finally {
    await browser.close();
    server.kill('SIGINT');
    await gone;
  }
}

/** Milliseconds from the navigation until a process can be chosen. */
async function firstRow(page) {
  await page.getByRole('row').nth(2).waitFor();
  return page.evaluate(() => performance.now());
}

async function opened(page, path, ready) {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await page.getByLabel('Path of a session or heap snapshot').fill(path);
  const begin = Date.now();
  await page.keyboard.press('Enter');
  await ready();
  return Date.now() - begin;
}

function painted(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/**
 * Processor time of the page's main thread since its beginning, ms: tells of a machine that others use too, where time
 * by the clock does not.
 */
async function worked(client) {
  const { metrics } = await client.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}

/** Of the page alone, after a collection. */
async function heap(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  await client.detach();
  return usedSize / 1e6;
}

async function sayKeys(page, client, say, what, keys) {
  const before = await worked(client);
  const p95 = await keyTimes(page, keys);
  say(`${what}: key to pixels, 95th percentile`, p95, 'ms', 50);
  say(
    `${what}: processor time of the page for a key, mean`,
    ((await worked(client)) - before) / keys.length,
    'ms',
  );
}

/** From each key to the frame after next, in the page's own clock: what it changed has been painted by then. */
async function keyTimes(page, keys) {
  await page.evaluate(() => {
    globalThis.keyTimes = [];
    globalThis.listening ??= window.addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() =>
          requestAnimationFrame((at) => globalThis.keyTimes.push(Math.max(0, at - timeStamp))),
        ),
      true,
    );
  });
  for (const key of keys) {
    await page.keyboard.press(key);
    await painted(page);
    await painted(page);
  }
  const times = (await page.evaluate(() => globalThis.keyTimes)).sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? Number.NaN;
}
