'use strict';
// house library: everything in here is bounded
const { EventEmitter } = require('node:events');
const { LRUCache } = require('lru-cache');

class RingLog {
  constructor(size = 500) {
    this.lines = new Array(size);
    this.at = 0;
    this.written = 0;
  }
  info(message, fields = {}) {
    this.lines[this.at] = `${Date.now()} INFO ${message} ${JSON.stringify(fields)}`;
    this.at = (this.at + 1) % this.lines.length;
    this.written += 1;
  }
  tail(n) {
    return this.lines.filter(Boolean).slice(-n);
  }
}
class Pool {
  constructor(make, size) {
    this.free = Array.from({ length: size }, (_, i) => make(i));
    this.waiting = [];
  }
  async with(fn) {
    const item = this.free.pop() ?? (await new Promise((resolve) => this.waiting.push(resolve)));
    try {
      return await fn(item);
    } finally {
      const next = this.waiting.shift();
      if (next) next(item);
      else this.free.push(item);
    }
  }
}
class Metrics {
  constructor() {
    this.counters = new Map();
    this.window = [];
  }
  count(name) {
    this.counters.set(name, (this.counters.get(name) ?? 0) + 1);
  }
  time(ms) {
    this.window.push(ms);
    if (this.window.length > 1000) this.window.splice(0, 500);
  }
}
class Bus extends EventEmitter {}
const pages = () => new LRUCache({ max: 300, ttl: 20000 });
class RateLimiter {
  constructor() {
    this.hits = new Map();
    setInterval(() => this.hits.clear(), 3000).unref();
  }
  allow(ip) {
    const n = (this.hits.get(ip) ?? 0) + 1;
    this.hits.set(ip, n);
    return n < 1e6;
  }
}
const words =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma'.split(' ');
function text(n, seed) {
  let s = '';
  let i = seed;
  while (s.length < n) {
    i = (i * 1103515245 + 12345) & 0x7fffffff;
    s += `${words[i % words.length]}-${i.toString(36)} `;
  }
  return s;
}
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
module.exports = { RingLog, Pool, Metrics, Bus, pages, RateLimiter, text, sleep };
