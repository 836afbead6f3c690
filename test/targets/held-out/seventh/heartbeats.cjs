'use strict';
class Connection {
  constructor(id) {
    this.id = id;
    this.buffer = new Array(500).fill(id);
  }
  start() {
    this.beat = setInterval(() => this.ping(), 30000);
  }
  ping() {
    this.last = Date.now();
  }
  close() {
    this.closed = true;
  }
}
let id = 0;
setInterval(() => {
  const c = new Connection(++id);
  c.start();
  setTimeout(() => c.close(), 50);
}, 10);
