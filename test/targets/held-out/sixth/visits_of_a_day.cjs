'use strict';
// click stream: events come as JSON lines, sessions of the running day are kept
const { Readable } = require('node:stream');
const readline = require('node:readline');
const { RingLog, Metrics, pages, text, sleep } = require('./kit.cjs');

const log = new RingLog(300);
const metrics = new Metrics();
const lookups = pages();
const agents = Array.from(
  { length: 12 },
  (_, i) =>
    `Mozilla/5.0 (X11; Linux x86_64; v${i}) AppleWebKit/537.36 (KHTML, like Gecko) ${text(260, i + 3)}`,
);
const pagesSeen = Array.from(
  { length: 40 },
  (_, i) => `https://shop.example/catalogue/section-${i}/${text(90, i).replaceAll(' ', '/')}`,
);

async function* source() {
  for (let n = 0; ; n++) {
    const lines = [];
    for (let k = 0; k < 25; k++) {
      const i = n * 25 + k;
      lines.push(
        JSON.stringify({
          visitor: i % 5000,
          agent: agents[i % agents.length],
          page: pagesSeen[i % pagesSeen.length],
          at: i,
        }),
      );
    }
    yield `${lines.join('\n')}\n`;
    await sleep(30);
  }
}
class Visitors {
  constructor() {
    this.known = new Map();
  }
  touch(event) {
    const visitor = this.known.get(event.visitor) ?? { id: event.visitor, visits: 0, first: event.at };
    visitor.visits += 1;
    this.known.set(event.visitor, visitor);
    return visitor;
  }
}
class Funnel {
  constructor(steps) {
    this.steps = steps;
    this.counts = new Array(steps).fill(0);
  }
  add(event) {
    this.counts[event.at % this.steps] += 1;
  }
}
class Day {
  constructor(name) {
    this.name = name;
    this.visits = [];
  }
  record(event) {
    this.visits.push(event);
  }
  top() {
    const counts = new Map();
    for (const v of this.visits.slice(-500)) counts.set(v.page, (counts.get(v.page) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3);
  }
}
class Pipeline {
  constructor() {
    this.visitors = new Visitors();
    this.funnel = new Funnel(5);
    this.day = new Day('today');
    this.window = [];
  }
  handle(line) {
    const event = JSON.parse(line);
    this.visitors.touch(event);
    this.funnel.add(event);
    this.day.record(event);
    this.window.push(event.at);
    if (this.window.length > 400) this.window.splice(0, 200);
    lookups.set(event.page.length, event.at);
    metrics.count('event');
  }
}
const pipeline = new Pipeline();
const lines = readline.createInterface({ input: Readable.from(source()) });
lines.on('line', (line) => pipeline.handle(line));
setInterval(() => log.info('top', { top: pipeline.day.top().length, funnel: pipeline.funnel.counts }), 700);
