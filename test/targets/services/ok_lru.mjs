// Healthy: a least-recently-used cache of 5,000 entries that is still filling when looked at.
class Lru {
  #max;
  #map = new Map();
  constructor(max) {
    this.#max = max;
  }
  get(key, make) {
    let value = this.#map.get(key);
    if (value) this.#map.delete(key);
    else value = make(key);
    this.#map.set(key, value);
    if (this.#map.size > this.#max) this.#map.delete(this.#map.keys().next().value);
    return value;
  }
}
const pages = new Lru(5000);
let n = 0;
setInterval(() => {
  for (let i = 0; i < 10; i++) pages.get(`/page/${n++ % 9000}`, (key) => ({ key, html: key.repeat(10) }));
}, 20);
