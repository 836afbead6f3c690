'use strict';
// device telemetry with rxjs; dashboards open and close views
const { Subject, BehaviorSubject, interval, Subscription } = require('rxjs');
const { filter, map, shareReplay, scan, bufferCount, takeUntil, take, share } = require('rxjs/operators');
const { RingLog, Metrics, pages, text, sleep } = require('./kit.cjs');

const log = new RingLog(300);
const metrics = new Metrics();
const samples = new Subject();
const health = new BehaviorSubject('green');
const stop = new Subject();
const snapshots = pages();

class Device {
  constructor(id) {
    this.id = id;
    this.labels = { site: `site-${id % 7}`, rack: `rack-${id % 40}` };
    this.level = 50;
  }
  read() {
    this.level = Math.max(0, Math.min(100, this.level + (Math.random() - 0.5) * 4));
    return { device: this.id, level: this.level, at: Date.now() };
  }
}
const devices = Array.from({ length: 120 }, (_, i) => new Device(i));
const perSite = samples.pipe(
  map((s) => ({ ...s, site: devices[s.device].labels.site })),
  share(),
);
const rolling = perSite.pipe(
  bufferCount(50),
  map((b) => b.reduce((a, s) => a + s.level, 0) / b.length),
);
rolling.pipe(takeUntil(stop)).subscribe((mean) => {
  snapshots.set(`mean-${metrics.window.length}`, mean);
  metrics.time(mean);
});
health.pipe(takeUntil(stop)).subscribe((h) => log.info('health', { h }));

function history(device) {
  const seed = {
    device: device.id,
    recent: [],
    notes: text(2500, device.id + metrics.window.length),
    best: 0,
  };
  return perSite.pipe(
    filter((s) => s.device === device.id),
    scan((state, s) => {
      state.recent.push(s.level);
      if (state.recent.length > 30) state.recent.shift();
      state.best = Math.max(state.best, s.level);
      return state;
    }, seed),
    shareReplay(1),
  );
}
class View {
  constructor(ids) {
    this.ids = ids;
    this.subscriptions = new Subscription();
    this.painted = 0;
    this.cells = new Map();
  }
  open() {
    for (const id of this.ids) {
      const states = history(devices[id]);
      this.subscriptions.add(
        states.subscribe((state) => {
          this.painted += 1;
          this.cells.set(id, state.best);
        }),
      );
    }
    return this;
  }
  close() {
    this.subscriptions.unsubscribe();
    this.cells.clear();
    metrics.count('closed');
  }
}
class Dashboard {
  constructor() {
    this.views = [];
    this.opened = 0;
  }
  rotate() {
    const first = this.opened++ * 4;
    this.views.push(new View([0, 1, 2, 3].map((k) => (first + k) % devices.length)).open());
    if (this.views.length > 6) this.views.shift().close();
  }
}
const dashboards = [new Dashboard(), new Dashboard()];
let at = 0;
setInterval(() => {
  for (let i = 0; i < 2; i++) samples.next(devices[at++ % devices.length].read());
}, 20);
setInterval(() => {
  for (const d of dashboards) {
    d.rotate();
    d.rotate();
  }
}, 40);
interval(1000)
  .pipe(takeUntil(stop))
  .subscribe(() => {
    health.next(Math.random() > 0.9 ? 'yellow' : 'green');
    log.info('open', { views: dashboards.map((d) => d.views.length) });
  });
interval(300)
  .pipe(take(1e6), takeUntil(stop))
  .subscribe(async () => {
    await sleep(5);
    metrics.count('probe');
  });
