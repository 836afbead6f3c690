'use strict';
// streaming XML: large documents through a sax parser, record by record; saw-tooth memory
const { Readable, Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const sax = require('sax');
const { RingLog, Metrics, text, sleep } = require('./kit.cjs');
const log = new RingLog();
const metrics = new Metrics();
function* document(n) {
  yield '<feed>';
  for (let i = 0; i < 3000; i++)
    yield `<entry id="${n}-${i}"><title>${text(60, i)}</title><body>${text(300, n + i)}</body></entry>`;
  yield '</feed>';
}
class Records extends Transform {
  constructor() {
    super({ readableObjectMode: true });
    this.parser = sax.parser(true);
    this.stack = [];
    this.parser.onopentag = (tag) => {
      this.stack.push({ name: tag.name, attributes: tag.attributes, text: '', children: [] });
    };
    this.parser.ontext = (t) => {
      if (this.stack.length) this.stack.at(-1).text += t;
    };
    this.parser.onclosetag = () => {
      const node = this.stack.pop();
      if (node.name === 'entry') this.push(node);
      else if (this.stack.length && node.name !== 'feed') this.stack.at(-1).children.push(node);
    };
  }
  _transform(chunk, _e, done) {
    this.parser.write(String(chunk));
    done();
  }
  _flush(done) {
    this.parser.close();
    done();
  }
}
class Batcher {
  constructor(size) {
    this.size = size;
    this.rows = [];
    this.flushed = 0;
  }
  add(row) {
    this.rows.push(row);
    if (this.rows.length >= this.size) {
      this.flushed += this.rows.length;
      this.rows = [];
    }
  }
}
const batcher = new Batcher(8000);
(async () => {
  for (let n = 0; ; n++) {
    await pipeline(Readable.from(document(n)), new Records(), async (rows) => {
      for await (const row of rows) {
        batcher.add(row);
        metrics.count('row');
      }
    });
    log.info('document', { n, flushed: batcher.flushed });
    await sleep(250);
  }
})();
