// Healthy: rows are buffered and written out every ten seconds.
import { createHash } from 'node:crypto';

class Sink {
  rows = [];
  written = 0;
  add(row) {
    this.rows.push(row);
  }
  flush() {
    const batch = this.rows;
    this.rows = [];
    const hash = createHash('sha256');
    for (const row of batch) hash.update(row.text);
    this.written += batch.length;
    return hash.digest('hex');
  }
}
const sink = new Sink();
let n = 0;
setInterval(() => {
  for (let i = 0; i < 15; i++) sink.add({ n: n++, text: `row ${n} of the table`, at: Date.now() });
}, 20);
setInterval(() => sink.flush(), 10_000);
