'use strict';
// jobs come in bursts every eleven seconds and are worked off one after the other
const jobs = [];
let done = 0;

function burst() {
  for (let n = 0; n < 1500; n++) jobs.push({ id: `${done}-${n}`, body: `page ${n} `.repeat(12) });
}

async function work() {
  for (;;) {
    const job = jobs.shift();
    if (job) {
      job.rendered = job.body.toUpperCase();
      done += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, job ? 4 : 50));
  }
}

burst();
setInterval(burst, 11_000);
work();
