// node run.mjs [--only REGEX] [--repeat N] [--subjects FILE.mjs] [--mount DIR] [--dpr N] [--out FILE]
// Prints one JSON line per measurement. --mount serves DIR under /x/ (pages kept outside the kit).

import { appendFileSync, createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import { delimiter, dirname, extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { speedscope } from './speedscope.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: o } = parseArgs({
  options: {
    only: { type: 'string', default: '.' },
    repeat: { type: 'string', default: '3' },
    subjects: { type: 'string' },
    mount: { type: 'string' },
    dpr: { type: 'string', default: '1' },
    out: { type: 'string' },
    shot: { type: 'string' },
  },
});
const exe =
  process.env.CHROMIUM_PATH ??
  ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((n) => process.env.PATH.split(delimiter).map((d) => join(d, n)))
    .find(existsSync);
if (!exe) {
  console.error('no chromium found: set CHROMIUM_PATH');
  process.exit(2);
}
const subjects = (await import(o.subjects ? pathToFileURL(resolve(o.subjects)).href : './subjects.mjs'))
  .default;

const MIME = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
const server = http.createServer((req, res) => {
  const p = normalize(decodeURIComponent(req.url.split('?')[0]));
  const f = p.startsWith('/x/') && o.mount ? join(resolve(o.mount), p.slice(3)) : join(here, p);
  if (p.includes('..') || !existsSync(f) || !statSync(f).isFile()) {
    res.writeHead(404);
    return res.end();
  }
  res.writeHead(200, {
    'content-type': MIME[extname(f)] ?? 'application/octet-stream',
    'content-length': statSync(f).size,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  createReadStream(f).pipe(res);
});
await new Promise((r) => server.listen(0, '127.0.0.1', r));
const base = `http://127.0.0.1:${server.address().port}`;

const mb = (v) => +(v / 1048576).toFixed(1);
async function rss(browser) {
  // the largest renderer, Linux only
  try {
    const s = await browser.newBrowserCDPSession();
    const { processInfo } = await s.send('SystemInfo.getProcessInfo');
    await s.detach();
    let best = {};
    for (const p of processInfo.filter((p) => p.type === 'renderer')) {
      const t = readFileSync(`/proc/${p.id}/status`, 'utf8'),
        g = (k) => Math.round(Number(t.match(new RegExp(`${k}:\\s+(\\d+)`))?.[1] ?? 0) / 1024);
      if (!best.rss || g('VmRSS') > best.rss) best = { rss: g('VmRSS'), rssPeak: g('VmHWM') };
    }
    return best;
  } catch {
    return {};
  }
}
export async function open(s) {
  const args = [
    '--no-sandbox',
    '--enable-precise-memory-info',
    '--hide-scrollbars',
    '--js-flags=--expose-gc',
    ...(s.args ?? []),
  ];
  const browser = await chromium.launch({ executablePath: exe, headless: true, args });
  const ctx = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: Number(o.dpr),
  });
  const page = await ctx.newPage();
  let crashed;
  const dead = new Promise((_, no) => {
    crashed = no;
  });
  dead.catch(() => {});
  page.on('crash', () => crashed(new Error('page crashed')));
  page.on('pageerror', (e) => console.error('page error:', String(e).slice(0, 300)));
  const cdp = await ctx.newCDPSession(page);
  await cdp.send('Performance.enable');
  const ask = async (what) => {
    if (what === 'memory') {
      await cdp.send('HeapProfiler.collectGarbage');
      const h = await cdp.send('Runtime.getHeapUsage');
      return {
        heap: mb(h.usedSize),
        buffers: mb(h.backingStorageSize ?? 0),
        embedder: mb(h.embedderHeapUsedSize ?? 0),
        ...(await rss(browser)),
      };
    }
    return Object.fromEntries(
      (await cdp.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value]),
    );
  };
  await page.exposeFunction('__cdp', ask);
  return { browser, ctx, page, cdp, ask, dead, base };
}
const round = (v) =>
  JSON.parse(
    JSON.stringify(v, (_, x) => (typeof x === 'number' && !Number.isInteger(x) ? +x.toFixed(2) : x)),
  );
const emit = (l) => {
  const t = JSON.stringify(round(l));
  console.log(t);
  if (o.out) appendFileSync(o.out, `${t}\n`);
};
for (const s of subjects)
  for (const params of s.cases) {
    if (!new RegExp(o.only).test(`${s.name} ${JSON.stringify(params)}`)) continue;
    for (let rep = 1; rep <= Number(o.repeat); rep++) {
      const h = await open(s),
        limit = (s.limit ?? 120) * 1000;
      const head = {
        subject: s.name,
        params,
        rep,
        dpr: Number(o.dpr),
        browser: h.browser.version(),
        cpus: os.cpus().length,
        load1: os.loadavg()[0],
      };
      let timer;
      const t0 = Date.now();
      try {
        const work =
          s.special === 'speedscope'
            ? speedscope(h, params, here)
            : (async () => {
                const q = new URLSearchParams({ js: s.js, ...(s.css ? { css: s.css } : {}) });
                await h.page.goto(`${base}/pages/page.html?${q}`);
                await h.page.waitForFunction('window.bench');
                return h.page.evaluate((p) => window.bench(p), params);
              })();
        work.catch(() => {});
        const r = await Promise.race([
          work,
          h.dead,
          new Promise((_, no) => {
            timer = setTimeout(() => no(new Error('over the time limit')), limit);
          }),
        ]);
        if (o.shot)
          await h.page
            .screenshot({ path: `${o.shot}-${s.name}-${Object.values(params).join('-')}.png` })
            .catch(() => {});
        emit({ ...head, ...r });
      } catch (e) {
        emit({
          ...head,
          error: String(e.message).split('\n')[0],
          afterS: (Date.now() - t0) / 1000,
          ...(await rss(h.browser)),
        });
        if (/time limit|crashed/.test(e.message)) rep = Infinity; // no use repeating
      }
      clearTimeout(timer);
      await Promise.race([h.browser.close(), new Promise((r) => setTimeout(r, 5000))]);
    }
  }
server.close();
process.exit(0);
