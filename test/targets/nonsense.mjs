// Has changed what JavaScript has built in, and says `ready`; on SIGUSR2 that it is still there.
class HeldOne {}
globalThis.kept = new HeldOne();
Array.prototype.slice = () => 'nonsense';
process.on('SIGUSR2', () => setImmediate(() => process.stdout.write('still here\n')));
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
