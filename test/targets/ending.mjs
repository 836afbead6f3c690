// Ends by itself after four seconds with status 7: out of its event loop, or (`busy`) without ever having given it a turn.
import { writeSync } from 'node:fs';

process.exitCode = 7;
process.on('exit', () => writeSync(1, 'end\n'));
writeSync(1, 'ready\n');

if (process.argv[2] === 'busy') {
  const until = performance.now() + 4000;
  while (performance.now() < until);
  process.exit();
} else {
  setTimeout(() => {}, 4000);
}
