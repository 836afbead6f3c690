'use strict';
// notifications: every open stream listens to its channel of redis
const http = require('node:http');
const Redis = require('ioredis-mock');
const express = require('express');
const { RingLog, Metrics, pages, text, sleep } = require('./kit.cjs');

const log = new RingLog(300);
const metrics = new Metrics();
const profiles = pages();
const publisher = new Redis();
const subscriber = new Redis();
subscriber.setMaxListeners(0);

class Inbox {
  constructor(user) {
    this.user = user;
    this.unread = [];
    this.template = text(4000, user.length * 17 + metrics.window.length);
  }
  take(message) {
    this.unread.push(message);
    if (this.unread.length > 10) this.unread.shift();
  }
  render() {
    return `${this.template.slice(0, 20)} ${this.unread.length}`;
  }
}
class Presence {
  constructor() {
    this.online = new Map();
  }
  enter(user) {
    this.online.set(user, (this.online.get(user) ?? 0) + 1);
  }
  leave(user) {
    const n = (this.online.get(user) ?? 1) - 1;
    if (n) this.online.set(user, n);
    else this.online.delete(user);
  }
}
const presence = new Presence();
function follow(user, inbox, write) {
  const channel = `user:${user}`;
  const deliver = (from, message) => {
    if (from !== channel) return;
    inbox.take(message);
    write(inbox.render());
  };
  subscriber.on('message', deliver);
  return () => subscriber.off('message', (from, message) => deliver(from, message));
}
const app = express();
app.get('/stream/:user', (req, res) => {
  const { user } = req.params;
  const inbox = new Inbox(user);
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.write(': hello\n\n');
  presence.enter(user);
  const stop = follow(user, inbox, (line) => res.write(`data: ${line}\n\n`));
  const beat = setInterval(() => res.write(': beat\n\n'), 2000);
  req.on('close', () => {
    clearInterval(beat);
    stop();
    presence.leave(user);
    log.info('closed', { user, left: presence.online.size });
  });
});
app.get('/profile/:user', (req, res) => {
  if (!profiles.has(req.params.user)) profiles.set(req.params.user, text(700, req.params.user.length));
  res.send(profiles.get(req.params.user));
});
const server = app.listen(0, '127.0.0.1', async () => {
  await subscriber.subscribe(...Array.from({ length: 20 }, (_, i) => `user:u${i}`));
  for (let k = 0; k < 5; k++) visitor(k);
});
setInterval(() => {
  publisher.publish(`user:u${Math.floor(Math.random() * 20)}`, text(40, 3));
  metrics.count('published');
}, 100);
async function visitor(k) {
  for (let i = 0; ; i++) {
    await new Promise((resolve) => {
      const request = http.get(
        { port: server.address().port, path: `/stream/u${(i * 5 + k) % 20}`, agent: false },
        (res) => {
          res.once('data', () =>
            setTimeout(() => {
              request.destroy();
              resolve();
            }, 40),
          );
          res.on('error', () => {});
        },
      );
      request.on('error', () => {});
    });
    metrics.time(i);
    await sleep(30);
  }
}
