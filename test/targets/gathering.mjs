// Gathers 500 more listeners at each SIGUSR2. Built with a source map by a test.
const kept = globalThis;

class Gatherer {
  listeners = [];

  gather(count) {
    for (let n = 0; n < count; n++) {
      const held = { n };
      const onGathered = function onGathered() {
        return held;
      };
      this.listeners.push(onGathered);
    }
  }
}

kept.gatherer = new Gatherer();
kept.gatherer.gather(10);
process.on('SIGUSR2', () => {
  kept.gatherer.gather(500);
  process.stdout.write('gathered\n');
});
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
