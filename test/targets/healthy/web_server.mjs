// Healthy: an HTTP server with routes, JSON and keep-alive, loaded by itself.
import http from 'node:http';

const users = Array.from({ length: 500 }, (_, id) => ({
  id,
  name: `user ${id}`,
  tags: ['a', 'b', String(id)],
}));
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  const found = users.filter(({ id }) => id % 7 === Number(url.searchParams.get('m')));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ found, at: Date.now() }));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  let n = 0;
  const ask = () => {
    http
      .get({ port, host: '127.0.0.1', path: `/?m=${n++ % 7}`, agent }, (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => {
          JSON.parse(text);
          setTimeout(ask, 10);
        });
      })
      .on('error', () => setTimeout(ask, 50));
  };
  for (let i = 0; i < 8; i++) ask();
});
