// Says `ready`, then sits in one system call for as long as its argument says (seconds), then lives on.
import { execFileSync } from 'node:child_process';

process.stdout.write('ready\n');
setTimeout(() => {
  execFileSync('sleep', [process.argv[2] ?? '60']);
  process.stdout.write('back\n');
}, 1);
setInterval(() => {}, 1000);
