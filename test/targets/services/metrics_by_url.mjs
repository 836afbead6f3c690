// A counter by route, but the query is part of the route.
class Metrics {
  #counters = new Map();
  #started = Date.now();
  increment(name, labels) {
    const key = `${name}{${Object.entries(labels)
      .map(([k, v]) => `${k}=${v}`)
      .join(',')}}`;
    let one = this.#counters.get(key);
    if (!one) {
      one = { name, labels, value: 0, last: 0 };
      this.#counters.set(key, one);
    }
    one.value++;
    one.last = Date.now() - this.#started;
  }
  get size() {
    return this.#counters.size;
  }
}
export const metrics = new Metrics();
function onRequest(url) {
  metrics.increment('http_requests_total', { url, method: 'GET', status: '200' });
}
let n = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++) onRequest(`/search?q=${n++}&page=1`);
}, 20);
