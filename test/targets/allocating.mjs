// Keeps what one function makes and drops what another makes, for ever; `ready` when both have begun.
class KeptThing {
  constructor(n) {
    this.label = `kept ${n}`;
    this.room = new Array(50).fill(n);
  }
}
class DerivedThing extends KeptThing {}

const kept = [];
let dropped;

function keepThings() {
  for (let n = 0; n < 100; n++) kept.push(new KeptThing(n));
}

function dropThings() {
  for (let n = 0; n < 2000; n++) dropped = { n, room: new Array(50).fill(n) };
}

keepThings();
kept.push(new DerivedThing(1), new DerivedThing(2));
// On SIGUSR2: how many there are.
process.on('SIGUSR2', () => process.stdout.write(`things ${kept.length} ${dropped.n}\n`));
process.stdout.write('ready\n');
setInterval(() => {
  if (process.argv[2] === 'still') return;
  keepThings();
  dropThings();
}, 20);
