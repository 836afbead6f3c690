// Each request listens on an emitter that outlives it.
import { EventEmitter } from 'node:events';

const config = new EventEmitter();
config.setMaxListeners(0);

class Request {
  constructor(id) {
    this.id = id;
    this.body = Buffer.alloc(2000, id & 0xff).toString('latin1');
    config.on('change', () => this.reload());
  }
  reload() {}
}

let n = 0;
setInterval(() => {
  for (let i = 0; i < 10; i++) new Request(n++);
}, 20);
