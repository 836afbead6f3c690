import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Attachment, HeapSink } from '../../electron/drivers/driver.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { answer, command } from '../helpers/command.js';
import {
  ELECTRON,
  type ElectronApp,
  enterElectronApp,
  NO_ELECTRON,
  startElectronApp,
} from '../helpers/electron-app.js';
import { scratchFolder } from '../helpers/session-file.js';
import { describeWhere } from '../helpers/where.js';

const limit = (): AbortSignal => AbortSignal.timeout(60_000);

describeWhere(ELECTRON, NO_ELECTRON)('a window of a real Electron app', () => {
  let app: ElectronApp;
  const cleaning: (() => void)[] = [];
  beforeAll(async () => {
    app = await startElectronApp((run) => cleaning.push(run));
  }, 60_000);
  afterAll(async () => {
    await app.end();
    for (const run of cleaning) run();
  });

  it.each([
    ['closed', 'close', 'the page was closed'],
    ['ended by a crash', 'crash', 'its process crashed'],
  ])(
    'that is %s during its snapshot gives a Failure that says so, at once',
    async (_, order, reason) => {
      await app.ask(`openLarge caught ${order}`);
      const { main, pages } = await enterElectronApp(app);
      const page = named(pages, `caught ${order}`);
      const lost = reasonOf(page);
      const sink = sinkThatWaits();
      const capture = page.captureHeap?.(sink, limit()) ?? Promise.resolve();
      const failed = expect(capture).rejects.toMatchObject({
        code: 'snapshot-interrupted',
        message: expect.stringMatching(new RegExp(`broke off after \\d+ MB. ${reason}`, 'i')),
      });
      await sink.begun;
      await app.ask(`${order} caught ${order}`);
      expect(await lost).toBe(reason);
      sink.goOn();
      await failed;
      await expect(page.sample(limit())).rejects.toMatchObject({ code: 'target-lost' });
      await main.detach();
      if (order === 'crash') await app.ask(`close caught ${order}`);
      // The pipe too has gone from the app.
      await expect.poll(() => app.ask('pipes')).toBe(0);
    },
    120_000,
  );

  it('is followed into its next process after a crash', async () => {
    await app.ask('open the fragile one');
    const { pages, told } = await enterElectronApp(app);
    const page = named(pages, 'the fragile one');
    const lost = reasonOf(page);
    await app.ask('crash the fragile one');
    expect(await lost).toBe('its process crashed');
    const count = pages.length;
    const pid = await app.ask<number>('reload the fragile one');
    await told(count + 1);
    const next = pages.at(-1) as Attachment;
    expect(pid).not.toBe(page.process.pid);
    expect(next.process.pid).toBe(pid);
    expect((await next.sample(limit()))['heap.used']).toBeGreaterThan(0);
    await app.ask('close the fragile one');
  });

  it.each([
    ['while it is sampled', true],
    ['unseen', false],
  ])('that goes to another site %s is another one from then on', async (_, sampled) => {
    await app.ask('open the traveller');
    const { pages, told } = await enterElectronApp(app);
    const page = named(pages, 'the traveller');
    const lost = reasonOf(page);
    const count = pages.length;
    const sampling = sampled ? untilItFails(page) : undefined;
    const pid = await app.ask<number>('goElsewhere the traveller');
    expect(await lost).toBe('it went on in another process');
    await sampling;
    await told(count + 1);
    const next = pages.slice(count).find(({ process }) => process.pid === pid) as Attachment;
    expect(pid).not.toBe(page.process.pid);
    expect((await collectSnapshot(next, limit())).bytes).toBeGreaterThan(0);
    await expect(page.sample(limit())).rejects.toMatchObject({ code: 'target-lost' });
    await app.ask('close a frame');
  });

  it('is named by what it says, however hostile, and recorded', async () => {
    const title = `\u001b[2J\u202e"</script>\u0000'${'\u{1f4a9}'.repeat(200)}`;
    const shown = await app.ask<string>(`openNamed ${JSON.stringify(title)}`);
    const { main, pages } = await enterElectronApp(app);
    const page = pages.find(({ isolate }) => isolate?.includes('</script>'));
    expect(shown.startsWith(page?.isolate?.slice(0, 10) ?? 'nothing')).toBe(true);
    expect(page?.isolate?.length).toBeLessThanOrEqual(200);
    expect((await page?.sample(limit()))?.['heap.used']).toBeGreaterThan(0);
    await main.detach();
    const file = join(scratchFolder(onTestFinished), 'named.leakscope');
    const recorded = await command('record', '--pid', `${app.process.pid}`, '--duration', '2s', '-o', file);
    expect(recorded.status).toBe(0);
    const { targets } = await answer<{ targets: readonly { name: string }[] }>('info', file);
    expect(targets.some(({ name }) => name.includes('</script>'))).toBe(true);
    const told = await command('info', file);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(told.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
    await app.ask('closeAll');
  });
});

const named = (pages: readonly Attachment[], name: string): Attachment => {
  const page = pages.find(({ isolate }) => isolate === name);
  if (!page) throw new Error(`there is no page ${name}, only ${pages.map(({ isolate }) => isolate)}`);
  return page;
};

async function untilItFails(page: Attachment): Promise<void> {
  let failed = false;
  while (!failed) {
    await page.sample(limit()).catch(() => {
      failed = true;
    });
  }
}

const reasonOf = (page: Attachment): Promise<string> => new Promise((resolve) => page.onLost(resolve));

/** Takes the first bytes and then keeps the page waiting in the middle of its snapshot. */
function sinkThatWaits(): HeapSink & { readonly begun: Promise<void>; goOn(): void } {
  let begin = (): void => undefined;
  let goOn = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const waits = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  return {
    begun,
    goOn: () => goOn(),
    async write() {
      begin();
      await waits;
    },
  };
}
