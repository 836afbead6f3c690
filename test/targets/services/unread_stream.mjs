// Each event is written to a tap that nobody reads.
import { PassThrough } from 'node:stream';

class EventLog {
  constructor() {
    this.tap = new PassThrough({ objectMode: true });
    this.count = 0;
  }
  emit(kind, detail) {
    this.count++;
    this.tap.write({ kind, detail, n: this.count, at: Date.now() });
  }
}
const log = new EventLog();
setInterval(() => {
  for (let i = 0; i < 12; i++) log.emit('click', { x: Math.random(), y: Math.random(), path: [i, i + 1] });
}, 20);
