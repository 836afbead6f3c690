'use strict';
// graphql gateway; users are loaded in batches
const http = require('node:http');
const { buildSchema, graphql } = require('graphql');
const Koa = require('koa');
const { RingLog, Metrics, Pool, pages, RateLimiter, text, sleep } = require('./kit.cjs');

const log = new RingLog(300);
const metrics = new Metrics();
const limiter = new RateLimiter();
const documents = pages();

const schema = buildSchema(`
  type User { id: ID! name: String! bio: String! friends: [User!]! }
  type Query { user(id: ID!): User top: [User!]! }
`);
class Row {
  constructor(id) {
    this.id = id;
    this.name = `user ${id}`;
    this.bio = text(350, id);
  }
}
class Table {
  constructor(size) {
    this.size = size;
    this.reads = 0;
  }
  async many(ids) {
    this.reads += 1;
    await sleep(1);
    return ids.map((id) => new Row(Number(id)));
  }
}
class Loader {
  #promises = new Map();
  #batch = [];
  constructor(fetch) {
    this.fetch = fetch;
    this.batches = 0;
  }
  load(id) {
    const known = this.#promises.get(id);
    if (known) return known;
    const promise = new Promise((resolve, reject) => {
      if (this.#batch.length === 0) setImmediate(() => this.#run());
      this.#batch.push({ id, resolve, reject });
    });
    this.#promises.set(id, promise);
    return promise;
  }
  async #run() {
    const batch = this.#batch;
    this.#batch = [];
    this.batches += 1;
    try {
      const rows = await this.fetch(batch.map((b) => b.id));
      batch.forEach((b, i) => b.resolve(rows[i]));
    } catch (error) {
      for (const b of batch) {
        this.#promises.delete(b.id);
        b.reject(error);
      }
    }
  }
}
const table = new Table(1e6);
const loaders = {
  user: new Loader((ids) => table.many(ids)),
  plan: new Loader(async (ids) => ids.map((id) => ({ id }))),
};
class User {
  constructor(row) {
    this.row = row;
    this.id = row.id;
    this.name = row.name;
  }
  bio() {
    return this.row.bio;
  }
  async friends() {
    const rows = await Promise.all(
      [1, 2].map((k) => loaders.user.load(String((this.id * 31 + k * 977) % table.size))),
    );
    return rows.map((row) => new User(row));
  }
}
const rootValue = {
  user: async ({ id }) => {
    await loaders.plan.load(String(id % 50));
    return new User(await loaders.user.load(id));
  },
  top: async () => Promise.all([1, 2, 3].map(async (id) => new User(await loaders.user.load(String(id))))),
};
const connections = new Pool((i) => ({ i }), 6);
const app = new Koa();
app.use(async (ctx) => {
  limiter.allow(ctx.ip);
  const id = ctx.path.slice(1);
  const source =
    id === 'top' ? '{ top { id name } }' : `{ user(id: "${id}") { id name bio friends { id name } } }`;
  documents.set(source.length, source);
  const result = await connections.with(() => graphql({ schema, source, rootValue }));
  metrics.count(result.errors ? 'error' : 'ok');
  ctx.body = result;
});
const server = http.createServer(app.callback());
server.keepAliveTimeout = 120000;
async function load(agent, k) {
  for (let i = 0; ; i++) {
    const path = i % 10 ? `/${i * 4 + k}` : '/top';
    await new Promise((resolve) => {
      http
        .get({ port: server.address().port, agent, path }, (res) => {
          res.resume();
          res.on('end', resolve);
        })
        .on('error', resolve);
    });
    if (i % 100 === 0) log.info('load', { i, batches: loaders.user.batches });
    await sleep(15);
  }
}
server.listen(0, '127.0.0.1', () => {
  const agent = new http.Agent({ keepAlive: true });
  for (let k = 0; k < 4; k++) load(agent, k);
});
