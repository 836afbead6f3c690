'use strict';
class Tracker {
  #visits = {};
  #total = 0;
  record(user, path) {
    this.#total++;
    this.#visits[`${user}:${this.#total}`] = {
      path,
      at: Date.now(),
      tags: [user, path, String(this.#total)],
    };
  }
  get total() {
    return this.#total;
  }
}
class App {
  constructor() {
    this.services = { tracker: new Tracker() };
  }
  handle(n) {
    this.services.tracker.record(`user${n % 50}`, `/item/${n}`);
  }
}
const app = new App();
let n = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++) app.handle(++n);
}, 20);
