'use strict';
// fastify with a TTL cache under load; keys never repeat
const http = require('node:http');
const fastify = require('fastify');
const NodeCache = require('node-cache');
const { RingLog, Metrics, RateLimiter, text, sleep } = require('./kit.cjs');

const log = new RingLog();
const metrics = new Metrics();
const limiter = new RateLimiter();
const cache = new NodeCache({ stdTTL: 6, checkperiod: 1, useClones: false });
class Session {
  constructor(id) {
    this.id = id;
    this.cart = [];
    this.profile = text(1500, id);
  }
  add(x) {
    this.cart.push(x);
    return this;
  }
}
const app = fastify();
app.get('/s/:id', async (request) => {
  limiter.allow(request.ip);
  let session = cache.get(request.params.id);
  if (!session) {
    session = new Session(Number(request.params.id));
    cache.set(request.params.id, session);
  }
  session.add(request.id);
  metrics.count('hit');
  return { id: session.id, items: session.cart.length };
});
async function load(port, agent, k) {
  for (let i = 0; ; i++) {
    await new Promise((resolve, reject) =>
      http
        .get({ port, agent, path: `/s/${i * 4 + k}` }, (r) => {
          r.resume();
          r.on('end', resolve);
        })
        .on('error', resolve),
    );
    if (i % 200 === 0) log.info('n', { i, keys: cache.getStats().keys });
    await sleep(8);
  }
}
app.listen({ port: 0, host: '127.0.0.1' }).then(() => {
  const agent = new http.Agent({ keepAlive: true });
  for (let k = 0; k < 4; k++) load(app.server.address().port, agent, k);
});
