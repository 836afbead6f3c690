// Healthy: listeners that are taken off, many at once.
import { EventEmitter } from 'node:events';

const bus = new EventEmitter();
bus.setMaxListeners(0);
let waiting = [];
function request(n) {
  const on = () => n;
  bus.on('change', on);
  waiting.push(on);
}
let n = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++) request(n++);
}, 20);
setInterval(() => {
  for (const on of waiting) bus.off('change', on);
  waiting = [];
}, 120);
