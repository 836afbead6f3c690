import { rng } from './rand.js';

const NS = [
  'numpy.core',
  'pandas.io',
  'torch.nn.modules',
  'django.db.models',
  'std::vector',
  'folly::fbstring',
  'app.services',
  'app.web.handlers',
  'google::protobuf',
  'arrow::compute',
  'json.decoder',
  'asyncio.events',
  'v8::internal',
  'rocksdb',
  'tokio::runtime',
  'serde_json::de',
];
const VERB = [
  'load',
  'parse',
  'read',
  'build',
  'merge',
  'resize',
  'append',
  'push_back',
  'allocate',
  'deserialize',
  'call_impl',
  'execute',
  'fetch_all',
  'render',
  'decode',
  'run_once',
];
const NOUN = [
  'frame',
  'table',
  'buffer',
  'index',
  'batch',
  'column',
  'request',
  'record',
  'tensor',
  'node',
  'chunk',
  'row',
  'message',
  'cache',
  'block',
  'page',
];
export function names(count = 4000, seed = 3) {
  const r = rng(seed),
    p = (a) => a[(r() * a.length) | 0],
    out = ['root'];
  while (out.length < count) {
    const ns = p(NS),
      f = `${p(VERB)}_${p(NOUN)}`;
    out.push(
      ns.includes('::') || r() < 0.3
        ? `${ns}<${p(NOUN)}_t, std::allocator<${p(NOUN)}_t>>::${f}(unsigned long)`
        : `${ns}.${f} (${p(NOUN)}s.py:${(r() * 900) | 0})`,
    );
  }
  return out;
}
// Call tree of exactly `count` nodes, depth up to maxDepth, parents before children
// (depth-first). Columns: parent (Int32, -1 for the root), name (Uint32), self (Float64, bytes).
export function tree(count, maxDepth = 60, seed = 11) {
  const r = rng(seed),
    nm = names();
  const parent = new Int32Array(count),
    name = new Uint32Array(count),
    self = new Float64Array(count);
  let n = 0;
  const stack = [[-1, count, 1]]; // parent, node budget of the subtree, depth
  while (stack.length) {
    const [p, b, d] = stack.pop();
    const id = n++;
    parent[id] = p;
    name[id] = p < 0 ? 0 : 1 + ((r() * r() * (nm.length - 1)) | 0);
    const rest = b - 1;
    if (rest === 0 || r() < 0.08) self[id] = Math.ceil(Math.exp(4 + 7 * r() * r()));
    if (rest === 0) continue;
    let k;
    if (d === maxDepth - 1) k = rest;
    else {
      const u = r();
      k = u < 0.45 ? 1 : u < 0.75 ? 2 : u < 0.93 ? 3 + ((r() * 3) | 0) : 6 + ((r() * 24) | 0);
      if (k > rest) k = rest;
      // keep the budget shrinking fast enough to end above maxDepth
      const left = maxDepth - 1 - d;
      if (k < 2 && rest > 1.5 ** left) k = Math.min(rest, 3);
    }
    const w = [];
    let sum = 0;
    for (let i = 0; i < k; i++) {
      const q = d === maxDepth - 1 ? 1 : 0.15 + r() ** 3;
      w.push(q);
      sum += q;
    }
    let given = 0;
    const kids = [];
    for (let i = 0; i < k; i++) {
      const c =
        i === k - 1
          ? rest - given
          : Math.max(1, Math.min(rest - given - (k - 1 - i), Math.floor((rest * w[i]) / sum)));
      given += c;
      kids.push([id, c, d + 1]);
    }
    for (let i = k - 1; i >= 0; i--) stack.push(kids[i]);
  }
  return { count, parent, name, self, names: nm };
}
export function depths(t) {
  const d = new Uint16Array(t.count);
  for (let i = 0; i < t.count; i++) d[i] = t.parent[i] < 0 ? 0 : d[t.parent[i]] + 1;
  return d;
}
export function totals(t) {
  const v = t.self.slice();
  for (let i = t.count - 1; i > 0; i--) v[t.parent[i]] += v[i];
  return v;
}
// The 120 views of a flame graph: a deep target node [tx, tx+tw) as fractions of the
// root; 60 zoom steps from the root to 4x the target, 60 pans by 2 % of the width.
export function flameViews(tx, tw) {
  const out = [],
    w1 = Math.min(1, 4 * tw),
    c = tx + tw / 2;
  for (let i = 0; i < 60; i++) {
    const w = w1 ** (i / 59);
    const lo = Math.max(0, Math.min(1 - w, c - w / 2));
    out.push({ phase: 'zoom', lo, hi: lo + w });
  }
  for (let i = 0; i < 30; i++) {
    const lo = Math.min(1 - w1, c - w1 / 2 + i * 0.02 * w1);
    out.push({ phase: 'pan', lo, hi: lo + w1 });
  }
  for (let i = 0; i < 30; i++) {
    const lo = 0.05 + i * 0.015;
    out.push({ phase: 'pan50', lo, hi: lo + 0.5 });
  }
  return out;
}
// A node of about `frac` of the root's bytes, as deep as possible: the zoom target.
export function target(t, tot, dep, frac = 0.002) {
  let best = 0;
  for (let i = 0; i < t.count; i++)
    if (tot[i] >= frac * tot[0] && tot[i] < 4 * frac * tot[0] && dep[i] > dep[best]) best = i;
  return best;
}
export function offsets(t, tot) {
  // left edge of each node, bytes
  const x = new Float64Array(t.count),
    cur = new Float64Array(t.count);
  for (let i = 1; i < t.count; i++) {
    const p = t.parent[i];
    x[i] = x[p] + cur[p];
    cur[p] += tot[i];
  }
  return x;
}
