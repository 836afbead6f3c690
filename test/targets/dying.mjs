// Says `ready`, then fills its heap until V8 gives up. Run with a small --max-old-space-size.
const kept = [];
process.stdout.write('ready\n');
setInterval(() => {
  for (let n = 0; n < 3000; n++) kept.push({ n, text: `${'x'.repeat(20)}${n}` });
}, 20);
