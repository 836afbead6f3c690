// Leaks until V8 ends it for want of heap: the nearer to the limit, the more the collector takes of its time.
const orders = new Map();

function keepOrder(n) {
  orders.set(n, { n, lines: Array.from({ length: 12 }, (_, at) => ({ at, text: `line ${at} of ${n}` })) });
}

let n = 0;
setInterval(() => {
  const end = performance.now() + 8;
  while (performance.now() < end) keepOrder(n++);
}, 50);
process.stdout.write('ready\n');
