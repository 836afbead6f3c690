/**
 * node generate.mjs UNITS LEAK OUT: builds a program's heap of UNITS users with orders, trees, lists, closures, buffers and
 * strings, writes OUT-A.heapsnapshot, leaks LEAK requests behind a module-level Map, churns a cache, writes OUT-B.
 * 4,200 units make about 30 MB, 40,000 about 250 MB, 165,000 about 1 GB.
 */
import { writeHeapSnapshot } from 'node:v8';

const [, , units, leak, out] = process.argv;
let seed = 12345;
const below = (limit) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 4294967296) * limit);
};
/** Flat and unshared: not a slice or a rope of another string. */
const flat = (text) => Buffer.from(text).toString();
const word = () => below(2 ** 40).toString(36);

class Address {
  constructor() {
    this.street = flat(`${word()} "Strasse" \u00e9\u4e2d`);
    this.visited = new Date(below(1e9) * 1000);
  }
}
class Customer {
  constructor(id) {
    this.id = id;
    this.name = flat(`customer ${word()}`);
    this.address = new Address();
    this.labels = [flat(`l${below(400)}`), 'fixed', id % 2 ? 'odd' : 'even'];
    this.orders = [];
  }
}
class Line {
  constructor(order, number) {
    this.order = order;
    this.article = `A-${below(5000)}`;
    this.number = number;
    this.price = below(1e6) / 7;
  }
}
class Order {
  constructor(customer, id) {
    this.customer = customer;
    this.lines = [1, 2, 3].map((number) => new Line(this, number));
    this.note = `order ${id} of ${customer.name}`;
    customer.orders.push(this);
  }
}
class Branch {
  constructor(parent) {
    this.parent = parent;
    this.children = [];
    this.attributes = new Map([
      ['depth', parent ? parent.attributes.get('depth') + 1 : 0],
      ['word', word()],
    ]);
    parent?.children.push(this);
  }
}
class Link {
  constructor(before, value) {
    this.before = before;
    this.next = null;
    this.value = value;
    if (before) before.next = this;
  }
}
class Cached {
  constructor(key) {
    this.key = key;
    this.data = flat(`cached ${word()}${word()}`);
  }
}
class LeakedRequest {
  constructor(id, customer) {
    this.url = flat(`/api/${word()}?q=${id}`);
    this.customer = customer;
    this.headers = { host: 'example.com', etag: flat(word()) };
    this.body = new Uint8Array(64);
    this.done = () => this.url.length + id;
  }
}

const held = { customers: new Map(), byName: new Map(), branches: [], list: undefined, rest: [] };
const since = new WeakMap();
const inFlight = new Map();
const cache = new Map();
globalThis.program = { held, since, inFlight, cache };

for (let i = 0; i < +units; i++) {
  const customer = new Customer(i);
  held.customers.set(i, customer);
  held.byName.set(customer.name, customer);
  for (let k = 0; k < 2; k++) new Order(customer, i * 2 + k);
  if (i % 50 === 0) since.set(customer, { i });
  let branch;
  for (let k = 0; k < 4; k++) {
    branch = new Branch(branch);
    held.branches.push(branch);
  }
  for (let k = 0; k < 4; k++) held.list = new Link(held.list, i * 4 + k);
  const state = { hits: 0, last: i };
  held.rest.push(() => [customer.name, state.hits++, state.last]);
  if (i % 8 === 0) held.rest.push(Buffer.alloc(128 + below(2048)));
  if (i % 5 === 0) held.rest.push(new Set([customer, branch, word()]));
  if (i % 7 === 0) held.rest.push(new Promise((resolve) => i < 0 && resolve(customer)).then(() => customer));
  if (i % 3 === 0) held.rest.push(flat(`slice of ${word()}${word()}${word()}`).slice(5, 30));
  held.rest.push({ kind: 'row', a: i, b: below(1e9) / 3, c: { x: i, y: word() }, d: [i, word()] });
}
for (let i = 0; i < +units >> 2; i++) cache.set(i, new Cached(i));
writeHeapSnapshot(`${out}-A.heapsnapshot`);
for (let i = 0; i < +leak; i++) inFlight.set(i, new LeakedRequest(i, held.customers.get(below(+units))));
for (let i = 0; i < +units >> 4; i++) cache.delete(i);
for (let i = 0; i < +units >> 5; i++) cache.set(`new ${i}`, new Cached(i));
writeHeapSnapshot(`${out}-B.heapsnapshot`);
