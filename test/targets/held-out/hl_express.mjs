// A request log in a closure, and response listeners on a shared emitter (an HTTP server loaded by itself).
import { EventEmitter } from 'node:events';
import http from 'node:http';

const bus = new EventEmitter().setMaxListeners(0);
const server = http.createServer((request, response) => {
  const state = { url: request.url, body: 'z'.repeat(3000) + request.url };
  bus.on('flush', () => response.write(state.body));
  response.end('ok');
});
server.listen(0, '127.0.0.1', () => {
  let n = 0;
  setInterval(() => {
    for (let i = 0; i < 4; i++)
      http
        .get({ port: server.address().port, host: '127.0.0.1', path: `/${n++}`, agent: false }, (r) =>
          r.resume(),
        )
        .on('error', () => {});
  }, 20);
});
