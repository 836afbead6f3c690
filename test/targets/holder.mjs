// Holds a known number of objects, says `ready`, and waits. On SIGUSR2 it says what could tell that somebody was here.
import inspector from 'node:inspector';
import v8 from 'node:v8';

// Node makes this stream when it is first asked for, and asks itself when any socket closes, as ours will.
process.stderr.isTTY;

class HeldThing {
  constructor(number) {
    this.number = number;
    this.label = `thing ${number}`;
  }
}

const held = [];
for (let number = 0; number < Number(process.argv[2] ?? 1000); number++) held.push(new HeldThing(number));

process.on('SIGUSR2', () => {
  const report = {
    held: held.length,
    inspector: inspector.url() ?? 'closed',
    // Inside this process, ours too; counted after a collection. Node 20 and later.
    sessions: v8.queryObjects?.(inspector.Session),
    globals: Object.getOwnPropertyNames(globalThis).sort(),
    listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    handles: process.getActiveResourcesInfo?.().sort(),
    environment: Object.keys(process.env).sort(),
    debugPort: process.debugPort,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
});

setInterval(() => {}, 1000);
process.stdout.write('ready\n');
