// Healthy: jobs in batches.
const inflight = new Set();
async function job(n) {
  const p = new Promise((done) => setTimeout(done, 60, { n, body: 'x'.repeat(500) + n }));
  inflight.add(p);
  await p;
  inflight.delete(p);
}
let n = 0;
async function batches() {
  while (true) {
    await Promise.all(Array.from({ length: 200 }, () => job(n++)));
    await new Promise((r) => setTimeout(r, 90));
  }
}
batches();
