'use strict';
// server-side views: a decorator memoizes the costly methods
const Handlebars = require('handlebars');
const { RingLog, Metrics, Pool, pages, text, sleep } = require('./kit.cjs');

const log = new RingLog(300);
const metrics = new Metrics();
const output = pages();

function memoize(prototype, name, { max }) {
  const original = prototype[name];
  const entries = new Map();
  const numbers = new WeakMap();
  let next = 0;
  prototype[name] = function memoized(...args) {
    if (!numbers.has(this)) numbers.set(this, next++);
    const key = `${numbers.get(this)}|${args.join('|')}`;
    const hit = entries.get(key);
    if (hit) return hit.value;
    const value = original.apply(this, args);
    entries.set(key, { self: this, value, at: Date.now() });
    if (entries.size > max) entries.delete(entries.keys().next().value);
    return value;
  };
}
class Tenant {
  constructor(id) {
    this.id = id;
    this.theme = { colour: `#${(id * 7919).toString(16).slice(-6)}`, logo: text(300, id) };
  }
}
class TenantView {
  constructor(tenant, records) {
    this.tenant = tenant;
    this.records = records;
    this.rendered = 0;
  }
  totals(currency) {
    let sum = 0;
    for (const record of this.records) sum += record.amount;
    return `${currency} ${sum.toFixed(2)}`;
  }
  headline() {
    return `${this.tenant.id}: ${this.totals('EUR')}`;
  }
}
memoize(TenantView.prototype, 'totals', { max: 700 });

const template = Handlebars.compile(
  '<h1>{{headline}}</h1>{{#each rows}}<p>{{label}} {{amount}}</p>{{/each}}',
);
const tenants = Array.from({ length: 50 }, (_, i) => new Tenant(i));
class Store {
  constructor() {
    this.reads = 0;
  }
  async records(tenant) {
    this.reads += 1;
    await sleep(2);
    const rows = [];
    for (let i = 0; i < 250; i++)
      rows.push({ label: text(60, this.reads * 251 + i), amount: (i * tenant.id) % 97 });
    return rows;
  }
}
class Renderer {
  constructor(store) {
    this.store = store;
    this.pool = new Pool((i) => ({ i, used: 0 }), 3);
    this.last = undefined;
  }
  async render(tenant) {
    return this.pool.with(async (slot) => {
      slot.used += 1;
      const view = new TenantView(tenant, await this.store.records(tenant));
      const html = template({ headline: view.headline(), rows: view.records.slice(0, 20) });
      view.rendered += 1;
      output.set(tenant.id, html);
      this.last = html.length;
      return html.length;
    });
  }
}
const renderer = new Renderer(new Store());
class History {
  constructor(limit) {
    this.limit = limit;
    this.list = [];
  }
  add(entry) {
    this.list.push(entry);
    if (this.list.length >= this.limit) this.list = this.list.slice(-this.limit / 2);
  }
}
const history = new History(300);
(async () => {
  for (let i = 0; ; i++) {
    const size = await renderer.render(tenants[(i * 17) % tenants.length]);
    history.add({ i, size, at: Date.now() });
    metrics.time(size);
    if (i % 100 === 0) log.info('rendered', { i, size });
    await sleep(28);
  }
})();
