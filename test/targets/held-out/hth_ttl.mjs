// Healthy: answers are kept for six seconds; a sweeper goes round each second.
const answers = new Map();
let n = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++)
    answers.set(`q${n++}`, { until: Date.now() + 6000, text: `answer ${n}`.repeat(4) });
}, 20);
setInterval(() => {
  const now = Date.now();
  for (const [key, { until }] of answers) if (until < now) answers.delete(key);
}, 1000);
