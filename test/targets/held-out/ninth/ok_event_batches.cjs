'use strict';
// events are collected and written away when there are many, or after a while
const fs = require('node:fs');

class Writer {
  #events = [];
  #bytes = 0;
  constructor(to) {
    this.to = to;
  }
  put(event) {
    this.#events.push(event);
    this.#bytes += event.text.length;
    if (this.#bytes > 900_000) this.flush();
  }
  flush() {
    const lines = this.#events.map((event) => JSON.stringify(event)).join('\n');
    this.#events = [];
    this.#bytes = 0;
    fs.writeFile(this.to, lines, () => {});
  }
}

const writer = new Writer('/dev/null');
let n = 0;
setInterval(() => {
  for (let i = 0; i < 6; i++) writer.put({ n: ++n, at: Date.now(), text: `event ${n} `.repeat(6) });
}, 20);
