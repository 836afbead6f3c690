'use strict';
class Bus {
  constructor() {
    this.subscribers = new Set();
  }
  subscribe(handler) {
    this.subscribers.add(handler);
    return () => this.subscribers.delete(handler);
  }
  publish(event) {
    for (const one of this.subscribers) one(event);
  }
}
const bus = new Bus();
function openPage(n) {
  const model = { n, rows: Array.from({ length: 100 }, (_, i) => `row ${n}.${i}`) };
  const render = (event) => {
    model.last = event;
  };
  bus.subscribe(render);
  return model;
}
let n = 0;
setInterval(() => openPage(++n), 10);
setInterval(() => bus.publish('tick'), 1000);
