'use strict';
// express app: the last good answer is kept as a fallback, with a way to refresh it
const http = require('node:http');
const express = require('express');
const { RingLog, Metrics, pages, text, sleep } = require('./kit.cjs');

const log = new RingLog(300);
const metrics = new Metrics();
const fragments = pages();

class Upstream {
  constructor() {
    this.calls = 0;
    this.failing = false;
  }
  async load(kind) {
    this.calls += 1;
    if (this.calls % 40 === 0) throw new Error('upstream');
    const rows = [];
    for (let i = 0; i < 120; i++) rows.push({ id: i, kind, title: text(80, this.calls * 131 + i), stock: i });
    return { rows, kind, at: Date.now() };
  }
}
const upstream = new Upstream();
const fallback = { current: undefined, kept: 0 };

function remember(answer) {
  const before = fallback.current;
  const changed = function changed() {
    return before && before.answer.rows.length !== answer.rows.length;
  };
  if (metrics.window.length > 1e9) log.info('changed', { changed: changed() });
  fallback.kept += 1;
  fallback.current = {
    answer,
    age() {
      return Date.now() - 5;
    },
  };
}
function summarise(answer) {
  let stock = 0;
  for (const row of answer.rows) stock += row.stock;
  return { kind: answer.kind, rows: answer.rows.length, stock };
}
const kinds = ['books', 'tools', 'toys'];
const router = express.Router();
router.get('/list/:kind', async (req, res) => {
  const started = performance.now();
  try {
    const answer = await upstream.load(req.params.kind);
    remember(answer);
    res.json(summarise(answer));
  } catch {
    metrics.count('fallback');
    const last = fallback.current;
    res.json({ stale: true, age: last?.age(), ...(last ? summarise(last.answer) : {}) });
  } finally {
    metrics.time(performance.now() - started);
  }
});
router.get('/fragment/:name', (req, res) => {
  let html = fragments.get(req.params.name);
  if (html === undefined) {
    html = `<section>${text(2000, req.params.name.length)}</section>`;
    fragments.set(req.params.name, html);
  }
  res.send(html);
});
class Sessions {
  constructor(limit) {
    this.limit = limit;
    this.map = new Map();
  }
  touch(id) {
    this.map.delete(id);
    this.map.set(id, { id, at: Date.now(), bag: text(200, id.length) });
    if (this.map.size > this.limit) this.map.delete(this.map.keys().next().value);
  }
}
const sessions = new Sessions(400);
const app = express();
app.use((req, res, next) => {
  sessions.touch(req.headers['x-session'] ?? 'none');
  next();
});
app.use(router);
const server = app.listen(0, '127.0.0.1', async () => {
  const agent = new http.Agent({ keepAlive: true });
  for (let i = 0; ; i++) {
    const path = i % 3 ? `/list/${kinds[i % 3]}` : `/fragment/f${i % 700}`;
    await new Promise((resolve, reject) => {
      http
        .get(
          { port: server.address().port, agent, path, headers: { 'x-session': `s${i % 1000}` } },
          (res) => {
            res.resume();
            res.on('end', resolve);
          },
        )
        .on('error', resolve);
    });
    await sleep(14);
  }
});
