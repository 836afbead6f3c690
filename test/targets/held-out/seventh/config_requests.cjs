'use strict';
const { EventEmitter } = require('node:events');
const config = new EventEmitter();
config.setMaxListeners(0);
class Request {
  constructor(n) {
    this.n = n;
    this.body = Array.from({ length: 200 }, (_, i) => `${n}:${i}`);
    config.on('change', (key) => this.reload(key));
  }
  reload(key) {
    this.key = key;
  }
}
let n = 0;
setInterval(() => new Request(++n), 10);
setInterval(() => config.emit('change', 'level'), 1000);
