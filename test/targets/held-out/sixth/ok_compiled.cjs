'use strict';
// search service: builds its index for some seconds, then answers from it
const http = require('node:http');
const fastify = require('fastify');
const Ajv = require('ajv');
const { RingLog, Metrics, pages, text, sleep } = require('./kit.cjs');
const log = new RingLog();
const metrics = new Metrics();
const answers = pages();
const validate = new Ajv().compile({
  type: 'object',
  properties: { q: { type: 'string' } },
  required: ['q'],
});
class Index {
  constructor() {
    this.postings = new Map();
    this.documents = [];
  }
  add(document) {
    const n = this.documents.push(document) - 1;
    for (const word of document.body.split(' ')) {
      const list = this.postings.get(word) ?? [];
      list.push(n);
      this.postings.set(word, list);
    }
  }
  find(word) {
    return (this.postings.get(word) ?? []).slice(0, 10).map((n) => this.documents[n].title);
  }
}
const index = new Index();
async function warm() {
  for (let n = 0; n < 9000; n++) {
    index.add({ title: `d${n}`, body: text(300, n) });
    if (n % 100 === 0) await sleep(60);
  }
  log.info('warm', { words: index.postings.size });
}
const app = fastify();
app.get('/find', async (request) => {
  if (!validate(request.query)) return [];
  const hit = answers.get(request.query.q);
  if (hit) return hit;
  const found = index.find(request.query.q);
  answers.set(request.query.q, found);
  return found;
});
async function load(port, agent) {
  for (let i = 0; ; i++) {
    await new Promise((resolve) =>
      http
        .get({ port, agent, path: `/find?q=alpha-${(i % 2000).toString(36)}` }, (r) => {
          r.resume();
          r.on('end', resolve);
        })
        .on('error', resolve),
    );
    metrics.time(i);
    await sleep(10);
  }
}
app.listen({ port: 0, host: '127.0.0.1' }).then(() => {
  warm();
  for (let k = 0; k < 3; k++) load(app.server.address().port, new http.Agent({ keepAlive: true }));
});
