// One thing held in every way that JavaScript has.
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
  proxy: new Proxy({ one }, { get: count, ownKeys: count, getPrototypeOf: count }),
  closure: () => one,
};
process.on('SIGUSR2', () => process.stdout.write(`asked ${asked}\n`));
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
