// One thing held in every way that JavaScript has.
import * as itself from './held.mjs';

class HeldOne {
  name = 'the one';
}
class Holder {
  #secret;
  constructor(held) {
    this.field = held;
    this.#secret = held;
  }
  secret() {
    return this.#secret;
  }
}

const one = new HeldOne();
let asked = 0;
const count = () => {
  asked++;
};
const traps = {
  get: count,
  ownKeys: count,
  getPrototypeOf: count,
  getOwnPropertyDescriptor: count,
  has: count,
};
class Wrapped {}
Wrapped.prototype.constructor = new Proxy(Wrapped, traps);
globalThis.held = {
  byField: new Holder(one),
  inArray: [0, one],
  inMap: new Map([['entry', one]]),
  inSet: new Set([one]),
  byGetter: {
    get touched() {
      asked++;
      return one;
    },
  },
  bySymbol: { [Symbol('mark')]: one },
  bare: Object.assign(Object.create(null), { listener: one }),
  proxy: new Proxy({ one }, traps),
  wrapped: new Wrapped(),
  // Not whole before its last line.
  namespace: itself,
  closure: () => one,
};
// Held apart: to describe it, V8 itself asks the proxy before Node 22.
globalThis.belowProxy = Object.create(new Proxy({}, traps));
process.on('SIGUSR2', () => process.stdout.write(`asked ${asked}\n`));
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
await new Promise(() => {});
export const late = one;
