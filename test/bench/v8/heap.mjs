// Holds a heap of about 100 MB of snapshot text; on SIGUSR2 writes a snapshot into its folder and says how long that took.
import { rmSync, statSync } from 'node:fs';
import v8 from 'node:v8';

const held = [];
for (let n = 0; n < 400_000; n++) held.push({ n, label: `thing ${n}`, next: { n } });

process.on('SIGUSR2', () => {
  const began = performance.now();
  const file = v8.writeHeapSnapshot();
  const seconds = (performance.now() - began) / 1000;
  const bytes = statSync(file).size;
  rmSync(file);
  process.stdout.write(`${JSON.stringify({ bytes, seconds, held: held.length })}\n`);
});
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
