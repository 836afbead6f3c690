'use strict';
const http = require('node:http');
const cache = new Map();
function lookup(key) {
  let v = cache.get(key);
  if (v) {
    cache.delete(key);
    cache.set(key, v);
    return v;
  }
  v = { key, html: `<p>${key}</p>`.repeat(50), at: Date.now() };
  cache.set(key, v);
  if (cache.size > 100) cache.delete(cache.keys().next().value);
  return v;
}
const server = http.createServer((q, r) => {
  r.end(lookup(q.url).html);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  let n = 0;
  setInterval(() => {
    for (let i = 0; i < 5; i++)
      http.get({ port, agent, path: `/${Math.floor(Math.random() * 300)}?${n++ % 3}` }, (r) => r.resume());
  }, 20);
});
