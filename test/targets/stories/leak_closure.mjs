// A kept function shares its context with one that uses a large payload.
const handlers = [];

function makeHandler(id) {
  const payload = 'p'.repeat(100) + 'x'.repeat(20_000) + id;
  const size = () => payload.length;
  size();
  return () => id;
}

let n = 0;
setInterval(() => {
  for (let i = 0; i < 5; i++) handlers.push(makeHandler(n++));
}, 20);
