// Writes data/flame-<n>.speedscope.json (evented: one open and one close per node) and,
// with --folded, data/flame-<n>.folded. Usage: node gen.mjs [--folded] [n ...]
import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { depths, totals, tree } from './lib/tree.js';

const here = dirname(fileURLToPath(import.meta.url)),
  dir = join(here, 'data');
mkdirSync(dir, { recursive: true });
const args = process.argv.slice(2),
  folded = args.includes('--folded');
const sizes = args.filter((a) => /^\d+$/.test(a)).map(Number);
const out = (f) => {
  const fd = openSync(f, 'w');
  let b = [];
  let n = 0;
  const flush = () => {
    writeSync(fd, b.join(''));
    b = [];
    n = 0;
  };
  return {
    w: (s) => {
      b.push(s);
      n += s.length;
      if (n > 1 << 20) flush();
    },
    end: () => {
      flush();
      closeSync(fd);
      console.error(f.slice(here.length + 1), (statSync(f).size / 1e6).toFixed(1), 'MB');
    },
  };
};
for (const n of sizes.length ? sizes : [100000, 1000000]) {
  const t = tree(n),
    tot = totals(t),
    dep = depths(t);
  let max = 0;
  for (const d of dep) if (d > max) max = d;
  console.error(n, 'nodes, deepest', max + 1, ', total bytes', tot[0]);
  const o = out(join(dir, `flame-${n}.speedscope.json`));
  o.w(
    `{"$schema":"https://www.speedscope.app/file-format-schema.json","name":"flame-${n}","activeProfileIndex":0,"shared":{"frames":${JSON.stringify(t.names.map((name) => ({ name })))}},"profiles":[{"type":"evented","name":"flame-${n}","unit":"bytes","startValue":0,"endValue":${tot[0]},"events":[`,
  );
  const st = [];
  let first = true,
    at = 0;
  // own bytes of a node come after its children
  const close = () => {
    const k = st.pop();
    at += t.self[k];
    o.w(`,{"type":"C","frame":${t.name[k]},"at":${at}}`);
  };
  for (let i = 0; i < n; i++) {
    while (st.length > dep[i]) close();
    o.w(`${first ? '' : ','}{"type":"O","frame":${t.name[i]},"at":${at}}`);
    first = false;
    st.push(i);
  }
  while (st.length) close();
  o.w(']}]}');
  o.end();
  if (folded) {
    const g = out(join(dir, `flame-${n}.folded`)),
      path = [];
    for (let i = 0; i < n; i++) {
      path.length = dep[i];
      path.push(t.names[t.name[i]].replaceAll(';', ':'));
      if (t.self[i]) g.w(`${path.join(';')} ${t.self[i]}\n`);
    }
    g.end();
  }
}
