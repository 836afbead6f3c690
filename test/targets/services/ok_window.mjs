// Healthy: a minute-long window of samples in buckets, oldest bucket dropped; slow saw-tooth of a log that rotates.
const buckets = [];
let log = [];
let n = 0;
setInterval(() => {
  const bucket = { at: Date.now(), samples: [] };
  buckets.push(bucket);
  if (buckets.length > 10) buckets.shift();
}, 1000);
setInterval(() => {
  const bucket = buckets.at(-1);
  for (let i = 0; i < 10; i++) bucket?.samples.push({ v: Math.random(), n: n++ });
  log.push(`line ${n} ${Math.random()}`);
  if (log.length >= 300) log = [];
}, 20);
