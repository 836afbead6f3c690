// Healthy: handlers that are dropped, many at once.
const handlers = [];
function makeHandler(n) {
  const payload = 'p'
    .repeat(100)
    .split('')
    .map((c) => c + n);
  const log = () => payload.length;
  log();
  return () => n;
}
let n = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++) handlers.push(makeHandler(n++));
}, 20);
setInterval(() => {
  handlers.length = 0;
}, 110);
