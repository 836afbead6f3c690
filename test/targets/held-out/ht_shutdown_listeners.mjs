// A small router; every request waits for the shutdown signal of the process-wide bus and never stops waiting.
import { EventEmitter } from 'node:events';
import http from 'node:http';

const lifecycle = new EventEmitter();
lifecycle.setMaxListeners(0);

class App {
  constructor() {
    this.layers = [];
  }
  use(layer) {
    this.layers.push(layer);
    return this;
  }
  handle(req, res) {
    let at = 0;
    const next = () => this.layers[at++]?.(req, res, next);
    next();
  }
}

function requestId(req, _res, next) {
  req.id = Math.random().toString(36).slice(2);
  next();
}

function graceful(req, res, next) {
  const context = { id: req.id, headers: { ...req.headers }, body: Buffer.alloc(512).toString('hex') };
  lifecycle.once('shutdown', () => context.id && res.destroy());
  next();
}

const app = new App()
  .use(requestId)
  .use(graceful)
  .use((_req, res) => res.end('hello'));
const server = http.createServer((req, res) => app.handle(req, res));
server.listen(0, '127.0.0.1', () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const once = () =>
    http.get({ agent, port: server.address().port, host: '127.0.0.1', path: '/' }, (r) =>
      r.resume().on('end', () => setTimeout(once, 15)),
    );
  once();
  once();
});
