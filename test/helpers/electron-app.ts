import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import { processInfo } from './node-targets.js';
import { scratchFolder } from './session-file.js';

/** What `build/setup/test-electron.mjs` has fetched; its app is the one that LEAKSCOPE_TEST_APP names. */
const FETCHED = new URL('../../.cache/electron/fiftyone', import.meta.url).pathname;
const XVFB = '/usr/bin/Xvfb';
const APP = new URL('../targets/electron-app/main.cjs', import.meta.url).pathname;

/** Electron, where there is one and a display can be made for it. */
export const ELECTRON = existsSync(FETCHED) && existsSync(XVFB) ? FETCHED : undefined;
export const NO_ELECTRON = 'Electron could not be fetched, or there is no Xvfb';

export interface ElectronApp {
  /** Its main process. */
  readonly process: ProcessInfo;
  /** The child that runs Node. */
  readonly service: ProcessInfo;
  /** What the app says to an order of `test/targets/electron-app`. */
  ask<Value>(order: string): Promise<Value>;
  /** What it says after `quit`, until it has ended. */
  rest(): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** Starts the app on a display of its own, and waits until its window and its child are there. */
export async function startElectronApp(onEnd: (run: () => void) => void): Promise<ElectronApp> {
  const display = spawn(XVFB, ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await lineOf(createInterface({ input: display.stdio[3] as NodeJS.ReadableStream }));
  const profile = scratchFolder(onEnd);
  const app = spawn(ELECTRON ?? '', ['--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, DISPLAY: `:${number}`, LEAKSCOPE_TEST_APP: APP },
  });
  const said = createInterface({ input: app.stdout as NodeJS.ReadableStream });
  const told: string[] = [];
  said.on('line', (line) =>
    told.push(JSON.stringify((JSON.parse(line) as { answer?: unknown }).answer) ?? ''),
  );
  const closed = once(said, 'close');
  const end = async (): Promise<void> => {
    await killed(app);
    await killed(display);
  };
  const { ready } = JSON.parse(await lineOf(said)) as { ready: { main: number; service: number } };
  return {
    process: processInfo(ready.main, 'electron'),
    service: processInfo(ready.service, 'electron'),
    async ask<Value>(order: string) {
      const answered = lineOf(said);
      app.stdin?.write(`${order}\n`);
      return (JSON.parse(await answered) as { answer: Value }).answer;
    },
    async rest() {
      await closed;
      return told.slice(told.indexOf('"quits"') + 1).map((one) => JSON.parse(one) as string);
    },
    end,
  };
}

export interface EnteredApp {
  readonly main: Attachment;
  /** Those that come later are pushed. */
  readonly pages: Attachment[];
  told(count: number): Promise<void>;
}

/** Enters the app until the end of the test: its main process with the pages that it told of. */
export async function enterElectronApp(app: ElectronApp): Promise<EnteredApp> {
  const main = await v8Driver().attach(app.process, AbortSignal.timeout(60_000));
  onTestFinished(() => main.detach());
  const pages: Attachment[] = [];
  let wake = (): void => undefined;
  main.onIsolate?.((page) => {
    pages.push(page);
    wake();
  });
  await main.isolatesKnown?.();
  const told = async (count: number): Promise<void> => {
    while (pages.length < count)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  return { main, pages, told };
}

function lineOf(lines: ReturnType<typeof createInterface>): Promise<string> {
  return new Promise((resolve, reject) => {
    const over = (): void => reject(new Error('it ended'));
    lines.once('close', over);
    lines.once('line', (line) => {
      lines.off('close', over);
      resolve(line);
    });
  });
}

function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  return gone;
}
