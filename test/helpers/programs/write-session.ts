import { writeSync } from 'node:fs';
import { climbing, NODE_TARGET, newSession } from '../session-file.js';

/**
 * Writes a session as fast as it can and says on standard output what it was told is safe: `samples N` after
 * each flush, `snapshot N`, `complete`, or `failed CODE` and how it ended. Waits then to be ended.
 */
const [path, flushesGiven] = process.argv.slice(2);
const flushes = Number(flushesGiven);
const say = (text: string): void => void writeSync(1, `${text}\n`);

const writer = newSession(path);
const target = writer.addTarget(NODE_TARGET);
say('begun');
try {
  for (let flush = 0; flush < flushes; flush++) {
    writer.append([climbing(target, flush * 3, 3)]);
    say(`samples ${(flush + 1) * 3}`);
    if (flush % 400 !== 399) continue;
    const snapshot = writer.beginSnapshot(target, flush);
    for (let part = 0; part < 4; part++)
      snapshot.column('a', part, new Uint8Array(300_000).fill(flush & 255));
    snapshot.finish({ nodes: 1, edges: 1, bytes: 1, pause: 1 });
    say(`snapshot ${snapshot.id}`);
  }
  writer.complete(flushes * 300);
  say('complete');
} catch (error) {
  const { code, message, remedy } = error as { code?: string; message: string; remedy?: string };
  writer.abandon();
  say(`failed ${JSON.stringify({ code, message, remedy })}`);
}
process.stdin.resume();
