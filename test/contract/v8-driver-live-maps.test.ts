import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { CHROMIUM, startChromium } from '../helpers/chromium.js';
import { isolatesOf } from '../helpers/isolates-of.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';
import { testWhere } from '../helpers/where.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

/** Line 1 of the script is line 7 of `name`. */
const mapTo = (name: string): string =>
  JSON.stringify({ version: 3, sources: [name], names: [], mappings: 'AAMA' });
const inline = (text: string): string =>
  `data:application/json;base64,${Buffer.from(text).toString('base64')}`;

test.each(nodeBinaries())('code that a Node $version made from text has its map', async ({ path }) => {
  const target = await startNodeTarget('evaluating.mjs', { binary: path });
  const attachment = await driver.attach(target.process, limit());
  const places = await attachment.originalPlaces?.(['webpack://app/made.js', 'webpack://app/hostile.js']);
  expect(places?.of('webpack://app/made.js', 1, 1)).toMatchObject({ line: 7 });
  expect(places?.of('webpack://app/made.js', 1, 1)?.file).toContain('written.ts');
  expect(places?.of('webpack://app/hostile.js', 1, 1)).toBeUndefined();
  await attachment.detach();
});

testWhere(CHROMIUM, 'Chromium is not installed')(
  'scripts of a page have the maps that are in them or at its own origin, and no others',
  async () => {
    const foreign = await served({ '/elsewhere.map': mapTo('elsewhere.ts') });
    const own = await served({
      '/': '<title>Mapped</title><script src=own.js></script><script src=in.js></script><script src=out.js></script><script src=bad.js></script><script src=away.js></script><script src=aside.js></script>',
      '/own.js': 'class Own {}\n//# sourceMappingURL=maps/own.map',
      '/maps/own.map': mapTo('own.ts'),
      '/in.js': `class In {}\n//# sourceMappingURL=${inline(mapTo('in.ts'))}`,
      '/out.js': `class Out {}\n//# sourceMappingURL=${foreign.origin}/elsewhere.map`,
      '/bad.js': 'class Bad {}\n//# sourceMappingURL=secret.txt',
      '/secret.txt': 'no map',
      '/away.js': 'class Away {}\n//# sourceMappingURL=away.map',
      '/away.map': { to: `${foreign.origin}/elsewhere.map` },
      '/aside.js': 'class Aside {}\n//# sourceMappingURL=aside.map',
      '/aside.map': { to: '/maps/own.map' },
    });
    const browser = await startChromium([`${own.origin}/`], ['--remote-debugging-port=0']);
    onTestFinished(() => browser.end());
    const attachment = await driver.attach(browser.process, limit());
    const isolates = isolatesOf(attachment);
    let page = await isolates.next();
    while (page.process.pid === browser.process.pid || !page.sourceMaps) page = await isolates.next();
    const name = (script: string): string => `${own.origin}/${script}.js`;
    const maps = await page.sourceMaps?.(['own', 'in', 'out', 'bad', 'away', 'aside'].map(name));
    expect([...(maps?.keys() ?? [])].sort()).toEqual([name('in'), name('own')]);
    const places = await page.originalPlaces?.([name('own'), name('in')]);
    expect(places?.of(name('own'), 1, 1)).toMatchObject({ file: `${own.origin}/maps/own.ts`, line: 7 });
    expect(places?.of(name('in'), 1, 1)).toMatchObject({ file: `${own.origin}/in.ts`, line: 7 });
    // A server that redirects is not followed, also not to itself.
    expect(own.asked).toContain('/away.map');
    expect(foreign.asked).toEqual([]);
    await attachment.detach();
  },
  60_000,
);

async function served(
  files: Readonly<Record<string, string | { readonly to: string }>>,
): Promise<{ readonly origin: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server: Server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const text = files[url];
    if (typeof text === 'object') return void response.writeHead(302, { location: text.to }).end();
    const type = url.endsWith('.js') ? 'text/javascript' : url === '/' ? 'text/html' : 'application/json';
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': type }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked };
}
