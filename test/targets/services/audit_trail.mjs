// Requests kept for an audit page nobody built.
import http from 'node:http';

const audited = [];
const stats = { total: 0, byStatus: {} };

const server = http.createServer(async (req, res) => {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = JSON.parse(Buffer.concat(chunks).toString());
  stats.total++;
  stats.byStatus[200] = (stats.byStatus[200] ?? 0) + 1;
  audited.push({ when: Date.now(), url: req.url, body, from: req.socket.remotePort });
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ ok: true, n: stats.total }));
});
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/orders`;
  for (;;) {
    const items = Array.from({ length: 10 }, (_, i) => ({ sku: `s${i}${Math.random()}`, n: i }));
    const r = await fetch(url, { method: 'POST', body: JSON.stringify({ items }) });
    await r.json();
    await new Promise((done) => setTimeout(done, 10));
  }
});
