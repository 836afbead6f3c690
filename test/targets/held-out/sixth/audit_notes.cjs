'use strict';
// order api on fastify; an audit scope per request
const http = require('node:http');
const { AsyncLocalStorage } = require('node:async_hooks');
const fastify = require('fastify');
const { RingLog, Pool, Metrics, pages, RateLimiter, text, sleep } = require('./kit.cjs');

const log = new RingLog(800);
const metrics = new Metrics();
const limiter = new RateLimiter();
const rendered = pages();
const als = new AsyncLocalStorage();

class Catalogue {
  constructor() {
    this.items = new Map();
    for (let i = 0; i < 2000; i++) this.items.set(i, { id: i, name: text(40, i), price: i % 90 });
  }
  find(id) {
    return this.items.get(id % 2000);
  }
}
class Orders {
  constructor(catalogue) {
    this.catalogue = catalogue;
    this.recent = [];
  }
  place(user, ids) {
    const lines = ids.map((id) => this.catalogue.find(id));
    const order = { user, lines, total: lines.reduce((a, l) => a + l.price, 0), at: Date.now() };
    this.recent.push(order);
    if (this.recent.length > 200) this.recent.shift();
    return order;
  }
}
class Auditor {
  constructor(sink) {
    this.sink = sink;
    this.open = new Map();
    this.sequence = 0;
  }
  begin(request) {
    const scope = {
      number: ++this.sequence,
      method: request.method,
      url: request.url,
      headers: { ...request.headers },
      notes: [],
      started: process.hrtime.bigint(),
    };
    this.open.set(scope.number, scope);
    return scope;
  }
  note(scope, what) {
    scope.notes.push({ what, at: Date.now() });
  }
  end(scope, request) {
    this.sink.info('audit', { url: scope.url, notes: scope.notes.length });
    this.open.delete(request.id);
  }
}

const catalogue = new Catalogue();
const orders = new Orders(catalogue);
const auditor = new Auditor(log);
const connections = new Pool((i) => ({ i, used: 0 }), 8);
const app = fastify({ logger: false });
app.addHook('onRequest', (request, reply, done) => {
  limiter.allow(request.ip);
  request.scope = auditor.begin(request);
  als.run(request.scope, done);
});
app.addHook('onResponse', (request, reply, done) => {
  metrics.count(`${request.method} ${reply.statusCode}`);
  metrics.time(reply.elapsedTime);
  auditor.end(request.scope, request);
  done();
});
app.post('/orders', async (request) => {
  auditor.note(request.scope, 'validate');
  return connections.with(async (connection) => {
    connection.used += 1;
    auditor.note(request.scope, `connection ${connection.i}`);
    const order = orders.place(request.body.user, request.body.ids);
    auditor.note(request.scope, `total ${order.total} ${text(200, order.at & 0xffff)}`);
    return { total: order.total, lines: order.lines.length };
  });
});
app.get('/page/:id', async (request) => {
  let page = rendered.get(request.params.id);
  if (!page) {
    page = text(3000, Number(request.params.id));
    rendered.set(request.params.id, page);
  }
  return page;
});

async function client(port, agent, n) {
  for (let i = 0; ; i++) {
    await new Promise((resolve, reject) => {
      const body = JSON.stringify({ user: `u${n}`, ids: [i, i * 7, i * 13] });
      const post = i % 4 !== 0;
      const request = http.request(
        {
          port,
          agent,
          method: post ? 'POST' : 'GET',
          path: post ? '/orders' : `/page/${i % 900}`,
          headers: {
            'content-type': 'application/json',
            'content-length': post ? Buffer.byteLength(body) : 0,
            'x-trace': text(120, i * 31 + n),
          },
        },
        (res) => {
          res.resume();
          res.on('end', resolve);
        },
      );
      request.on('error', resolve);
      request.end(post ? body : undefined);
    });
    await sleep(8);
  }
}
app.listen({ port: 0, host: '127.0.0.1' }).then(() => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  for (let n = 0; n < 4; n++) client(app.server.address().port, agent, n);
});
