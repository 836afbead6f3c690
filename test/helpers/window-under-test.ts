import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './chromium.js';
import { startCommand } from './command.js';

const pictures = fileURLToPath(new URL('../../out/pictures', import.meta.url));
/** Those of the README and of reviews, in the repository: taken anew with LEAKSCOPE_KEEP_PICTURES=1. */
const keptPictures = fileURLToPath(new URL('../e2e/pictures', import.meta.url));
const KEPT: ReadonlySet<string> = new Set([
  ...['attach', 'live', 'heap-diff', 'object', 'offline', 'picture', 'sql'],
  'findings',
  'allocations-diff',
]);

/** Of one wait, ms: a loaded machine takes its time; what never comes still ends the test. */
const LIMIT = 60_000;

/** The product's own server with a real browser in front of it. */
export interface WindowUnderTest {
  readonly page: Page;
  /** What went wrong in the page: errors of scripts and of its console. */
  readonly errors: readonly string[];
  /** A picture of the page in light and in dark, into `out/pictures`, and into `test/e2e/pictures` when asked. */
  picture(name: string): Promise<void>;
  /** Ends the server alone, as a crash of it would. */
  kill(): Promise<void>;
  end(): Promise<void>;
}

/** `before` runs in the page before any script of it. */
export async function openWindow(
  files: readonly string[] = [],
  before?: () => void,
): Promise<WindowUnderTest> {
  const data = mkdtempSync(join(tmpdir(), 'leakscope-window-'));
  const server = startCommand(['serve', '--port', '0', '--no-open', ...files], { LEAKSCOPE_DATA: data });
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT);
  if (before) await page.addInitScript(before);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`.trim());
  });
  await page.goto(await firstLine(server));
  return {
    page,
    errors,
    async picture(name) {
      mkdirSync(pictures, { recursive: true });
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        // Two frames: the canvases repaint in the one after the theme's.
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
        const file = `${name}-${colorScheme}.png`;
        await page.screenshot({ path: join(pictures, file) });
        if (process.env['LEAKSCOPE_KEEP_PICTURES'] === '1' && KEPT.has(name)) {
          mkdirSync(keptPictures, { recursive: true });
          copyFileSync(join(pictures, file), join(keptPictures, file));
        }
      }
    },
    kill: () => ended(server),
    async end() {
      await browser.close();
      await ended(server, 'SIGINT');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A program of `test/targets` that leaks. */
export async function startLeaker(
  command: string,
  file: string,
  args: readonly string[] = [],
): Promise<ChildProcess & { readonly pid: number }> {
  const path = fileURLToPath(new URL(`../targets/${file}`, import.meta.url));
  const child = spawn(command, [path, ...args], { stdio: 'ignore' });
  await once(child, 'spawn');
  return child as ChildProcess & { readonly pid: number };
}

export async function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let said = '';
  let wrong = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    wrong += chunk;
  });
  for await (const chunk of child.stdout ?? []) {
    said += chunk;
    const end = said.indexOf('\n');
    if (end >= 0) {
      child.stdout?.resume();
      return said.slice(0, end).trim();
    }
  }
  throw new Error(`serve said no address: ${said}${wrong}`);
}
