// Has a SIGUSR1 handler of its own, so its inspector never opens.
process.on('SIGUSR1', () => process.stdout.write('mine\n'));
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
