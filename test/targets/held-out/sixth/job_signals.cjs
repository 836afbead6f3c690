'use strict';
// job runner: every job may be cancelled, and all by a shutdown
const { setTimeout: delay } = require('node:timers/promises');
const PQueue = require('p-queue').default ?? require('p-queue');
const { RingLog, Metrics, Pool, pages, text } = require('./kit.cjs');

const log = new RingLog(400);
const metrics = new Metrics();
const shutdown = new AbortController();
require('node:events').setMaxListeners(0, shutdown.signal);
process.once('SIGTERM', () => {
  shutdown.abort();
  setTimeout(() => process.exit(0), 50);
});

const results = pages();
const workers = new Pool((i) => ({ name: `w${i}`, done: 0 }), 6);

class Report {
  constructor(number) {
    this.number = number;
    this.rows = [];
  }
  fill(n) {
    for (let i = 0; i < n; i++)
      this.rows.push({
        key: `${this.number}:${i}`,
        value: Math.sin(i) * this.number,
        label: text(30, i + this.number),
      });
    return this;
  }
  digest() {
    return this.rows.reduce((a, r) => (a * 31 + r.label.length) | 0, 7);
  }
}
class Job {
  constructor(number) {
    this.number = number;
    this.state = 'new';
    this.report = undefined;
  }
  cancel() {
    this.state = 'cancelled';
    this.report = undefined;
  }
}
function linked(parent, limit) {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(new Error('too slow')), limit);
  parent.addEventListener('abort', () => own.abort(parent.reason));
  own.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return { signal: own.signal, timer, own };
}
async function execute(job, worker) {
  const scope = linked(shutdown.signal, 5000);
  try {
    job.state = 'running';
    scope.own.job = job;
    job.report = new Report(job.number).fill(60);
    await delay(4, undefined, { signal: scope.signal });
    worker.done += 1;
    job.state = 'done';
    return job.report.digest();
  } finally {
    clearTimeout(scope.timer);
    metrics.count(job.state);
  }
}
class Scheduler {
  constructor() {
    this.inFlight = new Set();
    this.last = [];
  }
  async submit(number) {
    const job = new Job(number);
    this.inFlight.add(job);
    try {
      const digest = await workers.with((worker) => execute(job, worker));
      results.set(number % 500, digest);
      this.last.push(number);
      if (this.last.length > 50) this.last.shift();
    } catch (error) {
      log.info('failed', { number, error: String(error) });
    } finally {
      this.inFlight.delete(job);
    }
  }
}
const scheduler = new Scheduler();
const retries = new Map();
function noteRetry(number) {
  retries.set(number % 64, Date.now());
}
const queue = new PQueue({ concurrency: 4 });
let number = 0;
setInterval(() => {
  if (queue.size > 40) return;
  for (let i = 0; i < 4; i++) {
    const id = number++;
    if (id % 17 === 0) noteRetry(id);
    queue.add(() => scheduler.submit(id));
  }
}, 25);
setInterval(() => {
  log.info('state', {
    inFlight: scheduler.inFlight.size,
    waiting: queue.size,
    counters: Object.fromEntries(metrics.counters),
  });
}, 1000);
