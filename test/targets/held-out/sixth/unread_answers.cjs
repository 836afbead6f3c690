'use strict';
// edge proxy in front of an origin (second process); answers that changed are passed on
const http = require('node:http');
const { fork } = require('node:child_process');
const { RingLog, Metrics, pages, RateLimiter, text, sleep } = require('./kit.cjs');

if (process.argv[2] === 'origin') {
  const body = text(300000, 5);
  let n = 0;
  const origin = http.createServer((req, res) => {
    n += 1;
    res.setHeader('etag', `"${Math.floor(n / 50)}"`);
    if (n % 9 === 0) {
      res.statusCode = 503;
      res.end(body);
      return;
    }
    res.end(body.slice(0, 4000));
  });
  origin.keepAliveTimeout = 600000;
  origin.requestTimeout = 0;
  origin.listen(0, '127.0.0.1', () => process.send(origin.address().port));
} else {
  const log = new RingLog(300);
  const metrics = new Metrics();
  const limiter = new RateLimiter();
  const fresh = pages();
  const upstreamAgent = new http.Agent({
    keepAlive: true,
    maxSockets: Number.POSITIVE_INFINITY,
    maxFreeSockets: 16,
  });

  class Breaker {
    constructor() {
      this.failures = 0;
      this.openUntil = 0;
      this.history = [];
    }
    failed() {
      this.failures += 1;
      this.history.push(Date.now());
      if (this.history.length > 100) this.history.splice(0, 50);
    }
    ok() {
      this.failures = 0;
    }
  }
  const breaker = new Breaker();
  const collect = (res) =>
    new Promise((resolve, reject) => {
      const parts = [];
      res.on('data', (d) => parts.push(d));
      res.on('end', () => resolve(Buffer.concat(parts)));
      res.on('error', resolve);
    });
  function ask(port, path) {
    return new Promise((resolve, reject) => {
      const request = http.get({ port, host: '127.0.0.1', path, agent: upstreamAgent }, async (res) => {
        if (res.statusCode >= 500) {
          breaker.failed();
          resolve({ status: 502, body: Buffer.from('bad gateway') });
          return;
        }
        breaker.ok();
        resolve({ status: 200, body: await collect(res), tag: res.headers.etag });
      });
      request.on('error', resolve);
    });
  }
  const child = fork(__filename, ['origin']);
  child.once('message', (port) => {
    const edge = http.createServer(async (req, res) => {
      limiter.allow(req.socket.remoteAddress);
      const known = fresh.get(req.url);
      if (known && Math.random() < 0.2) {
        res.end(known.body);
        return;
      }
      const answer = await ask(port, req.url);
      if (answer.status === 200) fresh.set(req.url, answer);
      metrics.count(String(answer.status));
      res.statusCode = answer.status;
      res.end(answer.body);
    });
    edge.listen(0, '127.0.0.1', async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
      for (let i = 0; ; i++) {
        await new Promise((resolve, reject) => {
          http
            .get({ port: edge.address().port, agent, path: `/a/${i % 200}` }, (res) => {
              res.resume();
              res.on('end', resolve);
            })
            .on('error', resolve);
        });
        if (i % 100 === 0) log.info('served', { i, failures: breaker.failures });
        await sleep(10);
      }
    });
  });
  process.on('exit', () => child.kill());
  for (const s of ['SIGTERM', 'SIGINT']) process.on(s, () => process.exit(0));
}
