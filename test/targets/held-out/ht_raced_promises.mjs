// Every step races against the promise of the end, which never comes: it keeps a reaction for each.
const closed = new Promise((resolve) => {
  process.once('SIGUSR2', resolve);
});
async function read(n) {
  const frame = { n, bytes: 'f'.repeat(60) + n };
  return frame;
}
async function step(n) {
  const frame = await Promise.race([closed, read(n)]);
  return frame.n;
}
let n = 0;
async function pump() {
  for (let i = 0; i < 12; i++) await step(n++);
  setTimeout(pump, 20);
}
pump();
