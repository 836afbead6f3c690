'use strict';
// counts by route and status, traces that are cut, requests under way
const fastify = require('fastify')();
const http = require('node:http');
const client = require('prom-client');

const requests = new client.Counter({ name: 'requests', help: 'r', labelNames: ['route', 'status'] });
const times = new client.Histogram({ name: 'times', help: 't', labelNames: ['route'] });
const underWay = new Map();
let traces = [];

fastify.addHook('onRequest', async (request) => {
  underWay.set(request.id, { url: request.url, at: performance.now() });
});
fastify.addHook('onResponse', async (request, reply) => {
  const { at, url } = underWay.get(request.id);
  underWay.delete(request.id);
  requests.inc({ route: request.routeOptions.url, status: reply.statusCode });
  times.observe({ route: request.routeOptions.url }, performance.now() - at);
  traces.push({ url, took: performance.now() - at, id: request.id });
  if (traces.length >= 2000) traces = traces.slice(-500);
});
for (let n = 0; n < 30; n++)
  fastify.get(`/r${n}/:id`, async (request, reply) => {
    if (request.params.id % 7 === 0) reply.code(404);
    return { id: request.params.id };
  });
fastify.listen({ port: 0, host: '127.0.0.1' }).then(() => {
  const { port } = fastify.server.address();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });
  let n = 0;
  setInterval(() => {
    for (let i = 0; i < 3; i++) {
      n += 1;
      http.get({ port, agent, path: `/r${n % 30}/${n}` }, (answer) => answer.resume()).on('error', () => {});
    }
  }, 15);
});
