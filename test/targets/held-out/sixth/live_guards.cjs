'use strict';
// live prices over websockets; clients come and go
const { WebSocketServer, WebSocket } = require('ws');
const { RingLog, Metrics, Bus, pages, text, sleep } = require('./kit.cjs');

const log = new RingLog(300);
const metrics = new Metrics();
const bus = new Bus();
bus.setMaxListeners(0);
const quotes = pages();

class Tokens {
  constructor() {
    this.revoked = new Set();
    this.round = 0;
  }
  revoke(token) {
    this.revoked.add(token);
    if (this.revoked.size > 1000) this.revoked.clear();
  }
  valid(token) {
    this.round += 1;
    return !this.revoked.has(token);
  }
}
class Rooms {
  constructor() {
    this.members = new Map();
  }
  join(room, peer) {
    if (!this.members.has(room)) this.members.set(room, new Set());
    this.members.get(room).add(peer);
  }
  leave(room, peer) {
    const set = this.members.get(room);
    if (!set) return;
    set.delete(peer);
    if (set.size === 0) this.members.delete(room);
  }
  send(room, message) {
    for (const peer of this.members.get(room) ?? []) peer.deliver(message);
  }
}
class Peer {
  constructor(socket, token) {
    this.socket = socket;
    this.token = token;
    this.profile = { about: text(6000, token.length * 97), plan: 'free' };
    this.backlog = [];
    this.seen = 0;
  }
  deliver(message) {
    this.backlog.push(message);
    if (this.backlog.length > 20) this.backlog.shift();
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(message);
  }
}
const tokens = new Tokens();
const rooms = new Rooms();
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
let count = 0;

function guard(peer) {
  return setInterval(() => {
    if (!tokens.valid(peer.token)) peer.socket.close();
  }, 25_000);
}
server.on('connection', (socket, request) => {
  const token = request.headers['sec-websocket-protocol'] ?? `t${count}`;
  const peer = new Peer(socket, `${token}-${count++}`);
  const room = `r${count % 5}`;
  rooms.join(room, peer);
  const pulse = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, 1000);
  const check = guard(peer);
  const onPrice = (price) => peer.deliver(price);
  bus.on('price', onPrice);
  socket.on('message', (data) => {
    peer.seen += data.length;
    metrics.count('message');
  });
  socket.on('close', () => {
    clearInterval(pulse);
    bus.off('price', onPrice);
    rooms.leave(room, peer);
    log.info('left', { token: peer.token, seen: peer.seen, check: typeof check });
  });
});
setInterval(() => {
  for (let i = 0; i < 3; i++) {
    const price = JSON.stringify({ symbol: `S${i}`, price: Math.random() * 100 });
    quotes.set(`S${i}`, price);
    bus.emit('price', price);
  }
  rooms.send(`r${count % 5}`, 'tick');
}, 50);

async function visitor(n) {
  for (let i = 0; ; i++) {
    const ws = new WebSocket(`ws://127.0.0.1:${server.address().port}/feed?v=${n}`);
    await new Promise((resolve, reject) => {
      ws.once('open', resolve);
      ws.once('error', reject);
    });
    for (let k = 0; k < 3; k++) {
      ws.send(`hello ${n} ${i} ${k}`);
      await sleep(15);
    }
    ws.close();
    await new Promise((resolve) => ws.once('close', resolve));
    if (i % 20 === 0) tokens.revoke(`t${i}`);
  }
}
server.on('listening', () => {
  for (let n = 0; n < 4; n++) visitor(n);
});
