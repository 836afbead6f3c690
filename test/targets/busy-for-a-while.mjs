// Says `ready`, keeps its event loop from turning for two seconds, says `free`, and waits.
import { writeSync } from 'node:fs';

writeSync(1, 'ready\n');
const until = performance.now() + 2000;
while (performance.now() < until);
writeSync(1, 'free\n');
setInterval(() => {}, 1000);
