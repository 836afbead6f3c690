// For Bun: holds a known number of objects in a closure, says `ready`, and waits. A line of input lets it go on: `loop` stands in
// a loop that never turns, `end` ends by itself.
class HeldThing {
  constructor(number) {
    this.number = number;
    this.label = `thing ${number}`;
  }
}

const held = Array.from({ length: Number(process.argv[2] ?? 500) }, (_, number) => new HeldThing(number));
globalThis.keptByAClosure = () => held;
const timer = setInterval(() => {}, 1000);

process.on('SIGUSR2', () => {
  for (let number = 0; number < 300; number++) held.push(new HeldThing(-number));
  process.stdout.write(`grown to ${held.length}\n`);
});
process.on('SIGHUP', () => {
  clearInterval(timer);
  process.exitCode = 7;
});
process.on('SIGWINCH', () => {
  for (;;);
});
process.stdout.write('ready\n');
