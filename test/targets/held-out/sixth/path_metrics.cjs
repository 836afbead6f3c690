'use strict';
// koa service with prometheus figures
const http = require('node:http');
const Koa = require('koa');
const client = require('prom-client');
const { RingLog, pages, RateLimiter, text, sleep } = require('./kit.cjs');

const log = new RingLog(400);
const limiter = new RateLimiter();
const bodies = pages();
const registry = new client.Registry();
const requests = new client.Counter({
  name: 'requests_total',
  help: 'requests',
  labelNames: ['method', 'code'],
  registers: [registry],
});
const latency = new client.Histogram({
  name: 'latency_seconds',
  help: 'latency',
  labelNames: ['route', 'code'],
  buckets: [0.001, 0.01, 0.1, 1],
  registers: [registry],
});
const stage = new client.Histogram({
  name: 'stage_seconds',
  help: 'stage',
  labelNames: ['stage'],
  buckets: [0.001, 0.01, 0.1],
  registers: [registry],
});
const active = new client.Gauge({ name: 'active', help: 'active', registers: [registry] });

class Users {
  constructor() {
    this.table = Array.from({ length: 3000 }, (_, i) => ({ id: i, name: text(24, i), roles: ['user'] }));
  }
  get(id) {
    return this.table[id % this.table.length];
  }
}
class Carts {
  constructor() {
    this.byUser = new Map();
  }
  add(user, item) {
    const cart = this.byUser.get(user) ?? [];
    cart.push(item);
    if (cart.length > 5) cart.length = 0;
    this.byUser.set(user % 500, cart);
    return cart.length;
  }
}
const users = new Users();
const carts = new Carts();

function normalise(path) {
  return path.replace(/\/\d+/g, '/:id').toLowerCase();
}
const app = new Koa();
app.use(async (ctx, next) => {
  active.inc();
  const end = stage.startTimer({ stage: 'all' });
  const started = process.hrtime.bigint();
  try {
    await next();
  } finally {
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    end();
    active.dec();
    requests.inc({ method: ctx.method, code: ctx.status });
    latency.observe({ route: normalise(ctx.path), code: ctx.status }, seconds);
  }
});
app.use(async (ctx, next) => {
  limiter.allow(ctx.ip);
  await next();
});
app.use(async (ctx) => {
  const [, kind, id] = ctx.path.split('/');
  if (kind === 'users') {
    ctx.body = users.get(Number(id) || 0);
  } else if (kind === 'carts') {
    ctx.body = { items: carts.add(parseInt(id, 36) % 3000, text(20, 3)) };
  } else if (kind === 'metrics') {
    ctx.body = 'scraped elsewhere';
  } else {
    const key = ctx.path.slice(0, 8);
    if (!bodies.has(key)) bodies.set(key, text(900, key.length));
    ctx.body = bodies.get(key);
  }
});
let n = 0;
async function load(port, agent) {
  for (;;) {
    n += 1;
    const path =
      n % 3 === 0 ? `/users/${n}` : `/carts/${((n * 2654435761) >>> 0).toString(36)}x${n.toString(36)}`;
    await new Promise((resolve, reject) => {
      http
        .get({ port, agent, path }, (res) => {
          res.resume();
          res.on('end', resolve);
        })
        .on('error', resolve);
    });
    if (n % 50 === 0) log.info('load', { n });
    await sleep(4);
  }
}
const server = http.createServer(app.callback()).listen(0, '127.0.0.1', () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  for (let i = 0; i < 4; i++) load(server.address().port, agent);
});
