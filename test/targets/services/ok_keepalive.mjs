// Healthy: per-request listeners on a shared emitter, taken off when the response is closed.
import { EventEmitter } from 'node:events';
import http from 'node:http';

const config = new EventEmitter().setMaxListeners(100);
const server = http.createServer((_req, res) => {
  const changed = () => res.setHeader('x-stale', '1');
  config.on('change', changed);
  res.on('close', () => config.off('change', changed));
  const timer = setTimeout(() => res.destroy(), 5000);
  res.on('finish', () => clearTimeout(timer));
  setTimeout(() => res.end('x'.repeat(500)), 5);
});
server.listen(0, '127.0.0.1', () => {
  const agent = new http.Agent({ keepAlive: true });
  const go = () =>
    http
      .get({ agent, host: '127.0.0.1', port: server.address().port }, (r) =>
        r.resume().on('end', () => setTimeout(go, 8)),
      )
      .on('error', () => setTimeout(go, 50));
  for (let i = 0; i < 5; i++) go();
});
