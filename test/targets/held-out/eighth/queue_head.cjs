'use strict';
class Queue {
  constructor() {
    this.items = [];
    this.head = 0;
  }
  put(item) {
    this.items.push(item);
  }
  take() {
    if (this.head < this.items.length) return this.items[this.head++];
  }
}
const queue = new Queue();
let n = 0;
setInterval(() => {
  for (let i = 0; i < 10; i++) queue.put({ id: ++n, body: `message ${n} `.repeat(5) });
}, 15);
setInterval(() => {
  let one;
  while ((one = queue.take())) one.done = true;
}, 50);
