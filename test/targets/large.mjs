// Holds as many small objects as it is told, says so, and goes on: a snapshot of it is noticed.
const count = Number(process.argv[2] ?? 1_000_000);
const held = Array.from({ length: count }, (_, id) => ({ id, next: { of: id } }));
globalThis.held = held;
process.stdout.write(`${held.length}\n`);
setInterval(() => held[0].id++, 1000);
