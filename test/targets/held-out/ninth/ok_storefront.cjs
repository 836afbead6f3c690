'use strict';
// a shop: pages by address in an LRU of a library, baskets that expire
const express = require('express');
const http = require('node:http');
const { LRUCache } = require('lru-cache');

const pages = new LRUCache({ max: 2500, ttl: 60_000 });
const baskets = new LRUCache({ max: 4000, ttl: 5_000 });
const app = express();
app.get('/p/:id', (request, response) => {
  const { id } = request.params;
  let page = pages.get(id);
  if (!page) {
    page = { id, html: `<h1>${id}</h1>`.padEnd(600, id), seen: 0 };
    pages.set(id, page);
  }
  page.seen += 1;
  baskets.set(`${id}-${Math.floor(Math.random() * 5000)}`, { lines: [id], at: Date.now() });
  response.send(page.html);
});
const server = app.listen(0, '127.0.0.1', () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const visit = () => {
    const id = Math.floor(Math.random() ** 2 * 6000);
    http
      .get({ port: server.address().port, agent, path: `/p/${id}` }, (answer) => {
        answer.resume();
        answer.on('end', () => setTimeout(visit, 8));
      })
      .on('error', () => setTimeout(visit, 100));
  };
  for (let i = 0; i < 4; i++) visit();
});
