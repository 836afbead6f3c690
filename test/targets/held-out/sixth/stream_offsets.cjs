'use strict';
// consumer of a log: batches arrive as one buffer, messages are views of it
const { Transform } = require('node:stream');
const { createHash, randomFillSync } = require('node:crypto');
const { RingLog, Metrics, Pool, pages, text, sleep } = require('./kit.cjs');

const log = new RingLog(300);
const metrics = new Metrics();
const decoded = pages();

class Broker {
  constructor() {
    this.offset = 0;
  }
  // one fetch: 60 messages of about 2 KB in one chunk
  async fetch(partition) {
    await sleep(20);
    const parts = [];
    for (let i = 0; i < 60; i++) {
      const value = Buffer.alloc(2000, (this.offset + i) % 251);
      const key = Buffer.from(`p${partition}-k${this.offset + i}`.padEnd(24, '.'));
      const head = Buffer.alloc(8);
      head.writeUInt32BE(key.length, 0);
      head.writeUInt32BE(value.length, 4);
      parts.push(head, key, value);
    }
    this.offset += 60;
    return Buffer.concat(parts);
  }
}
function* messages(chunk) {
  let at = 0;
  while (at + 8 <= chunk.length) {
    const keyLength = chunk.readUInt32BE(at);
    const valueLength = chunk.readUInt32BE(at + 4);
    at += 8;
    yield {
      key: chunk.subarray(at, at + keyLength),
      value: chunk.subarray(at + keyLength, at + keyLength + valueLength),
    };
    at += keyLength + valueLength;
  }
}
class Deduplicator {
  constructor(every) {
    this.every = every;
    this.marks = [];
    this.n = 0;
  }
  first(message) {
    this.n += 1;
    if (this.n % this.every !== 0) return true;
    const known = this.marks.some((m, i) => i > this.marks.length - 50 && m.equals(message.key));
    if (!known) this.marks.push(message.key);
    return !known;
  }
}
class Sink extends Transform {
  constructor() {
    super({ objectMode: true, highWaterMark: 32 });
    this.bytes = 0;
    this.hash = createHash('sha1');
  }
  _transform(message, _encoding, done) {
    this.bytes += message.value.length;
    this.hash.update(message.value);
    done();
  }
}
class Consumer {
  constructor(broker, partition, sink) {
    this.broker = broker;
    this.partition = partition;
    this.sink = sink;
    this.lag = 0;
  }
  async run(seen) {
    for (;;) {
      const chunk = await this.broker.fetch(this.partition);
      for (const message of messages(chunk)) {
        if (!seen.first(message)) continue;
        this.sink.write(message);
        metrics.count(`p${this.partition}`);
        decoded.set(message.key.toString('latin1', 0, 4), metrics.window.length);
      }
      this.lag = chunk.length;
    }
  }
}
const scratch = new Pool(() => Buffer.alloc(65536), 4);
async function checksum() {
  await scratch.with(async (buffer) => {
    randomFillSync(buffer);
    metrics.time(createHash('md5').update(buffer).digest()[0]);
  });
}
const broker = new Broker();
const sink = new Sink();
sink.resume();
const seen = new Deduplicator(60);
for (let p = 0; p < 3; p++) new Consumer(broker, p, sink).run(seen);
setInterval(() => {
  checksum();
  log.info('progress', { bytes: sink.bytes, text: text(20, sink.bytes) });
}, 500);
