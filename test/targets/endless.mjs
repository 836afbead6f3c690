// Says `ready` and never gives the event loop a turn again.
process.stdout.write('ready\n');

let junk = [];
for (;;) {
  junk.push({ made: junk.length });
  if (junk.length > 50_000) junk = [];
}
