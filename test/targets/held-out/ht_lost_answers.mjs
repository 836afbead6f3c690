// Answers that the other side drops: the promise is never settled and its entry stays.
class RpcChannel {
  #waiting = new Map();
  #seq = 0;
  constructor(transport) {
    this.transport = transport;
    transport.onmessage = ({ id, result }) => {
      this.#waiting.get(id)?.resolve(result);
      this.#waiting.delete(id);
    };
  }
  call(method, params) {
    const id = this.#seq++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method, params, at: performance.now() });
      this.transport.send({ id, method, params });
    });
  }
}
const transport = {
  send({ id, method }) {
    if (id % 2) return; // lost
    setImmediate(() => this.onmessage({ id, result: method }));
  },
};
const channel = new RpcChannel(transport);
async function work(i) {
  const text = await channel.call('lookup', { key: `k${i}${Math.random()}` });
  return text.length;
}
let n = 0;
setInterval(() => {
  for (let i = 0; i < 16; i++) void work(n++);
}, 20);
