// From SIGUSR2 on leaks until V8 ends it for want of heap, in a few seconds with --max-old-space-size=64.
const kept = [];

function keepMore() {
  for (let n = 0; n < 300; n++) kept.push({ n, label: `kept ${n}`, room: new Array(150).fill(n) });
}

process.once('SIGUSR2', () => setInterval(keepMore, 20));
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
