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
import { ELECTRON, type ElectronApp, NO_ELECTRON, startElectronApp } from '../helpers/electron-app.js';
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

  /** The main process with the pages that it told of; those that come later are pushed. */
  async function attached(): Promise<{
    main: Attachment;
    pages: Attachment[];
    told(count: number): Promise<void>;
  }> {
    const main = await driver.attach(app.process, limit());
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
    expect((await collectSnapshot(page, limit())).idsOf('HTMLElement').length).toBeGreaterThan(0);
    expect((await collectSnapshot(main, limit())).idsOf('Document').length).toBeGreaterThan(0);
  });

  it('gives everything back', async () => {
    const before = await app.ask('state');
    const { main } = await attached();
    expect(await app.ask<{ attached: number }>('state')).toMatchObject({ attached: 1, listeners: 1 });
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

  it('lets its child that runs Node be entered, and no other child', async () => {
    const service = await driver.attach(app.service, limit());
    onTestFinished(() => service.detach());
    expect((await service.sample(limit()))['heap.used']).toBeGreaterThan(0);
    const renderer = { ...app.service, pid: await app.ask<number>('pid the window') };
    await expect(driver.attach(renderer, limit())).rejects.toMatchObject({ code: 'not-the-main-process' });
  });

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
