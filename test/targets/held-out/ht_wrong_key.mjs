// A bounded cache whose eviction deletes by the wrong key.
class Lru {
  constructor(max) {
    this.max = max;
    this.entries = new Map();
    this.order = [];
  }
  get(key) {
    return this.entries.get(JSON.stringify(key));
  }
  set(key, value) {
    const id = JSON.stringify(key);
    this.entries.set(id, value);
    this.order.push(key);
    if (this.order.length > this.max) this.entries.delete(this.order.shift()); // an object, not its text
  }
}
const cache = new Lru(100);
function render(query) {
  const known = cache.get(query);
  if (known) return known;
  const page = { html: `<p>${query.page}</p>`.repeat(8), at: Date.now() };
  cache.set(query, page);
  return page;
}
let n = 0;
setInterval(() => {
  for (let i = 0; i < 15; i++) render({ page: n++, lang: 'en' });
}, 20);
