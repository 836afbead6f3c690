import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import type { SessionInfo } from '../../shared/model/session.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { answer, command } from '../helpers/command.js';
import {
  ELECTRON,
  type ElectronApp,
  type EnteredApp,
  enterElectronApp,
  NO_ELECTRON,
  startElectronApp,
} from '../helpers/electron-app.js';
import { scratchFolder } from '../helpers/session-file.js';
import { describeWhere } from '../helpers/where.js';

const driver = v8Driver();
const CLI = join(import.meta.dirname, '../../dist/cli.js');
const limit = (): AbortSignal => AbortSignal.timeout(60_000);

describeWhere(ELECTRON, NO_ELECTRON)('a real Electron app', () => {
  let app: ElectronApp;
  const cleaning: (() => void)[] = [];
  beforeAll(async () => {
    app = await startElectronApp((run) => cleaning.push(run));
  }, 60_000);
  afterAll(async () => {
    await app.end();
    for (const run of cleaning) run();
  });

  const attached = (): Promise<EnteredApp> => enterElectronApp(app);

  it('is entered by the PID of its main process, and its windows with it', async () => {
    const { main, pages } = await attached();
    expect(main.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect((await main.sample(limit()))['heap.used']).toBeGreaterThan(0);
    expect(pages.map(({ isolate }) => isolate)).toEqual(['the window']);
    const [page] = pages;
    expect(page.process.pid).toBe(await app.ask('pid the window'));
    const reading = await page.sample(limit());
    expect(reading['heap.used']).toBeGreaterThan(0);
    expect(reading['dom.nodes.count']).toBeGreaterThan(0);
    const taken = await collectSnapshot(page, limit());
    expect(taken.idsOf('HTMLElement').length).toBeGreaterThan(0);
    expect(taken.cost.method).toContain('into a pipe');
    expect((await collectSnapshot(main, limit())).idsOf('Document').length).toBeGreaterThan(0);
  });

  it('gives everything back', async () => {
    const before = await app.ask('state');
    const { main } = await attached();
    expect(await app.ask<{ attached: number }>('state')).toMatchObject({ attached: 1, listeners: 2 });
    await main.detach();
    expect(await app.ask('state')).toEqual(before);
    expect(await listeningPorts(app.process.pid)).toEqual([]);
  });

  it('gives everything back when Leakscope is killed', async () => {
    const before = await app.ask('state');
    const file = join(scratchFolder(onTestFinished), 'killed.leakscope');
    // Not by the command's own start: what is killed must be the process that is attached.
    const ours = spawn(process.execPath, [CLI, 'record', '--pid', `${app.process.pid}`, '-o', file], {
      stdio: 'ignore',
    });
    const gone = once(ours, 'exit');
    await expect.poll(() => app.ask('state'), { timeout: 30_000 }).toMatchObject({ attached: 1 });
    ours.kill('SIGKILL');
    await gone;
    await expect.poll(() => app.ask('state')).toEqual(before);
  });

  it('tells of a window that opens later, and of one that closes', async () => {
    const { pages, told } = await attached();
    await app.ask('open a second one');
    await told(2);
    const second = pages.find(({ isolate }) => isolate === 'a second one');
    const lost = new Promise<string>((resolve) => second?.onLost(resolve));
    await app.ask('close a second one');
    expect(await lost).toBe('the page was closed');
  });

  it('leaves a window alone that it debugs itself', async () => {
    await app.ask('openDebugged a debugged one');
    const { pages } = await attached();
    expect(pages.map(({ isolate }) => isolate)).not.toContain('a debugged one');
  });

  it('makes way for the app’s own debugger, whose listeners hear nothing of ours', async () => {
    await app.ask('open its own');
    await app.ask('listen its own');
    const before = await app.ask('state');
    const alone = await app.ask('debug its own');
    const heard = await app.ask<string[]>('heard');
    const { main, pages } = await attached();
    const own = pages.find(({ isolate }) => isolate === 'its own');
    expect((await collectSnapshot(own as Attachment, limit())).idsOf('HTMLElement').length).toBeGreaterThan(
      0,
    );
    expect(await app.ask('heard')).toEqual(heard);
    const lost = new Promise<string>((resolve) => own?.onLost(resolve));
    expect(await app.ask('debug its own')).toEqual(alone);
    expect(await lost).toBe('the app debugs this window itself');
    expect(await app.ask('heard')).toEqual([...heard, ...heard]);
    await main.detach();
    expect(await app.ask('heard')).toEqual([...heard, ...heard]);
    expect(await app.ask('state')).toEqual(before);
    await app.ask('close its own');
  });

  it('leaves a window to the Leakscope that has it', async () => {
    const first = await attached();
    const second = await attached();
    expect(second.pages).toEqual([]);
    await second.main.detach();
    expect((await first.pages[0].sample(limit()))['heap.used']).toBeGreaterThan(0);
  });

  it('brings a frame of another site, and the worker in it', async () => {
    const [frame] = await app.ask<number[]>('openFramed');
    const before = await app.ask('state');
    const { main, pages, told } = await attached();
    await told(4);
    const named = (start: string): Attachment =>
      pages.find(({ isolate }) => isolate?.startsWith(start)) as Attachment;
    expect(named('iframe').process.pid).toBe(frame);
    expect(named('framed').process.pid).toBe(await app.ask('pid framed'));
    expect((await collectSnapshot(named('worker'), limit())).idsOf('InWorker')).toHaveLength(1);
    expect((await named('iframe').sample(limit()))['heap.used']).toBeGreaterThan(0);
    await main.detach();
    expect(await app.ask('state')).toEqual(before);
    await app.ask('close framed');
  });

  it('lets its child that runs Node be entered, and no other child', async () => {
    const service = await driver.attach(app.service, limit());
    onTestFinished(() => service.detach());
    expect((await service.sample(limit()))['heap.used']).toBeGreaterThan(0);
    const renderer = { ...app.service, pid: await app.ask<number>('pid the window') };
    await expect(driver.attach(renderer, limit())).rejects.toMatchObject({ code: 'not-the-main-process' });
  });

  it('ends as it would without us', async () => {
    const ends: (readonly string[])[] = [];
    for (const attach of [false, true]) {
      const twin = await startElectronApp(onTestFinished);
      onTestFinished(() => twin.end());
      if (attach) {
        const main = await driver.attach(twin.process, limit());
        onTestFinished(() => main.detach());
        main.onIsolate?.(() => undefined);
        await main.isolatesKnown?.();
        expect(await twin.ask('state')).toMatchObject({ attached: 1 });
      }
      expect(await twin.ask('quit')).toBe('quits');
      ends.push(await twin.rest());
    }
    expect(ends[0]).toEqual(['window-all-closed', 'before-quit', 'will-quit', 'quit']);
    expect(ends[1]).toEqual(ends[0]);
  }, 60_000);

  it('is recorded as one tree, each page beside the memory of its process', async () => {
    const file = join(scratchFolder(onTestFinished), 'app.leakscope');
    const recorded = await command(
      ...[
        'record',
        '--pid',
        `${app.process.pid}`,
        '--tree',
        '--duration',
        '4s',
        '--snapshot',
        'end',
        '-o',
        file,
      ],
    );
    expect(recorded.status).toBe(0);
    expect(recorded.err).not.toContain('No snapshot');
    const { targets, snapshots } = await answer<SessionInfo>('info', file);
    const page = targets.find(({ name }) => name === 'the window');
    const host = targets.find(({ id }) => id === page?.within);
    expect(page?.pid).toBe(await app.ask('pid the window'));
    expect(host?.pid).toBe(page?.pid);
    expect(host?.command).toContain('--type=renderer');
    const taken = new Set(snapshots.map(({ target }) => targets.find(({ id }) => id === target)?.pid));
    expect([...taken]).toEqual(expect.arrayContaining([app.process.pid, app.service.pid, page?.pid]));
  }, 90_000);
});
