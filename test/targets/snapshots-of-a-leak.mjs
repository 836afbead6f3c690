// Writes a snapshot, holds 500 more sessions in a cache and 300 in a list of links, lets go of 50 jobs, and again: as many as folders say.
import { writeHeapSnapshot } from 'node:v8';

class Session {
  text = 'x';
}
class Link {
  constructor(next) {
    this.next = next;
  }
}
class Job {
  at = 1;
}

const app = { cache: new Map(), chain: undefined, jobs: [] };
globalThis.leakingApp = app;
const paths = process.argv.slice(2);
for (let i = 0; i < 50 * paths.length; i++) app.jobs.push(new Job());
for (const path of paths) {
  writeHeapSnapshot(path);
  for (let i = 0; i < 500; i++) app.cache.set(`user-${app.cache.size}`, new Session());
  for (let i = 0; i < 300; i++) app.chain = new Link(app.chain);
  app.jobs.length -= 50;
}
