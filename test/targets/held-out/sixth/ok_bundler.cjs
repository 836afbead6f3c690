'use strict';
// watch-like bundler: rebuilds a project again and again after small changes
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { RingLog, Metrics, pages, text, sleep } = require('./kit.cjs');
const log = new RingLog();
const metrics = new Metrics();
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
const names = Array.from({ length: 80 }, (_, i) => `m${i}.js`);
for (const [i, n] of names.entries()) {
  fs.writeFileSync(
    path.join(dir, n),
    `${i ? `import { f${i - 1} } from './m${i - 1}.js';` : ''}\nexport function f${i}(x) { return x + ${i}${i ? ` + f${i - 1}(x)` : ''}; }\n// ${text(4000, i)}\n`,
  );
}
class Module {
  constructor(file, source) {
    this.file = file;
    this.source = source;
    this.imports = [...source.matchAll(/from '(.+?)'/g)].map((m) => m[1]);
    this.tokens = source.split(/(\W)/).map((t, i) => ({ t, i }));
  }
}
class Graph {
  constructor() {
    this.modules = new Map();
  }
  async visit(file) {
    if (this.modules.has(file)) return;
    const module = new Module(file, await fs.promises.readFile(path.join(dir, file), 'utf8'));
    this.modules.set(file, module);
    for (const i of module.imports) await this.visit(path.basename(i));
  }
  emit() {
    return [...this.modules.values()]
      .reverse()
      .map((m) =>
        m.tokens
          .map((x) => x.t)
          .join('')
          .replace(/import .*?;/, ''),
      )
      .join('\n');
  }
}
const outputs = pages();
let current;
(async () => {
  for (let n = 0; ; n++) {
    const touched = names[n % names.length];
    fs.appendFileSync(path.join(dir, touched), n % 160 < 80 ? ' ' : '');
    const graph = new Graph();
    await graph.visit(names.at(-1));
    const code = graph.emit();
    current = graph;
    outputs.set(touched, code.length);
    fs.writeFileSync(path.join(dir, 'out.js'), code);
    metrics.time(code.length);
    log.info('built', { n, modules: current.modules.size });
    await sleep(120);
  }
})();
process.on('SIGTERM', () => {
  fs.rmSync(dir, { recursive: true, force: true });
  process.exit(0);
});
