// Comes to a `debugger` statement all the time, which would halt it under a debugger.
let turns = 0;
process.on('SIGUSR2', () => process.stdout.write(`now ${turns}\n`));
setInterval(() => {
  // biome-ignore lint/suspicious/noDebugger: it is what this program is for
  debugger;
  if (++turns === 1) process.stdout.write(`turn ${turns}\n`);
}, 1);
process.stdout.write('ready\n');
//# sourceMappingURL=halting.mjs.map
