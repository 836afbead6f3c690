'use strict';
// chat with history of 50 per room; clients come, talk and leave cleanly
const { WebSocketServer, WebSocket } = require('ws');
const { RingLog, Metrics, Bus, text, sleep } = require('./kit.cjs');
const log = new RingLog();
const metrics = new Metrics();
const bus = new Bus();
bus.setMaxListeners(100);
const history = new Map();
function remember(room, message) {
  const list = history.get(room) ?? [];
  list.push(message);
  if (list.length > 50) list.shift();
  history.set(room, list);
}
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket, request) => {
  const room = request.url.slice(1);
  const relay = (m) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(m);
  };
  const pulse = setInterval(() => socket.ping(), 500);
  bus.on(room, relay);
  for (const m of history.get(room) ?? []) relay(m);
  socket.on('message', (data) => {
    const m = String(data);
    remember(room, m);
    bus.emit(room, m);
    metrics.count(room);
  });
  socket.on('close', () => {
    bus.off(room, relay);
    clearInterval(pulse);
    log.info('bye', { room });
  });
});
async function chatter(k) {
  for (let i = 0; ; i++) {
    const ws = new WebSocket(`ws://127.0.0.1:${server.address().port}/room${k % 4}`);
    let got = 0;
    ws.on('message', (d) => {
      got += d.length;
    });
    await new Promise((resolve, reject) => {
      ws.once('open', resolve);
      ws.once('error', reject);
    });
    for (let m = 0; m < 10; m++) {
      ws.send(text(400, i * 10 + m));
      await sleep(25);
    }
    ws.close();
    await new Promise((resolve) => ws.once('close', resolve));
    metrics.time(got);
  }
}
server.on('listening', () => {
  for (let k = 0; k < 8; k++) chatter(k);
});
