// A trace context that remembers its parent, and a worker loop that nests forever.
import { AsyncLocalStorage } from 'node:async_hooks';

const tracing = new AsyncLocalStorage();
let ids = 0;

function withSpan(name, run) {
  const parent = tracing.getStore();
  const span = {
    id: ids++,
    name,
    parent,
    tags: { host: `h${ids}`, started: Date.now(), bag: 'x'.repeat(40) + ids },
  };
  return tracing.run(span, run);
}
async function handle(job) {
  const { id } = tracing.getStore();
  return `${job}:${id}`;
}
function poll(job) {
  withSpan('poll', async () => {
    await handle(job);
    setTimeout(poll, 5, job + 1); // the next poll is a child of this one
  });
}
for (let i = 0; i < 8; i++) poll(i);
