import { createServer, type Server } from 'node:net';
import { pauseFor } from '../time-limit.js';

let last: Promise<unknown> = Promise.resolve();

/** Runs one task after another, here and in every Leakscope of this network: all Node processes want one inspector port. */
export function oneAtATime<Result>(task: () => Promise<Result>): Promise<Result> {
  const run = async (): Promise<Result> => {
    const turn = await takeTurn();
    try {
      return await task();
    } finally {
      turn?.close();
    }
  };
  const result = last.then(run, run);
  last = result.catch(() => undefined);
  return result;
}

/** A name without a file, in the same network namespace as the port; the kernel frees it when its owner dies. */
const NAME = '\0leakscope-inspector-port';
const TURN_LIMIT = 10_000;

/** Undefined when somebody sits on the name: the port itself is looked at all the same. */
async function takeTurn(): Promise<Server | undefined> {
  // Elsewhere there are no names without files.
  if (process.platform !== 'linux') return undefined;
  const until = performance.now() + TURN_LIMIT;
  while (performance.now() < until) {
    const server = await listen();
    if (server) return server;
    await pauseFor(15);
  }
  return undefined;
}

function listen(): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((stranger) => stranger.destroy());
    server.once('error', () => resolve(undefined));
    server.listen(NAME, () => resolve(server));
    server.unref();
  });
}
