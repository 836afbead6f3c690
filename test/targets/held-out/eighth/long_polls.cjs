'use strict';
const http = require('node:http');
const waiting = new Map();
let id = 0;
const server = http.createServer((request, response) => {
  id++;
  waiting.set(id, response);
  if (id % 1000 === 0) response.end('lucky');
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  setInterval(() => {
    const request = http.get({ port, path: `/poll/${id}`, agent: false });
    request.on('error', () => {});
    setTimeout(() => request.destroy(), 200);
  }, 20);
});
