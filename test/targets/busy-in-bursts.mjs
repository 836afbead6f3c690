// Works nearly all the time in `churn`, called by `work`, and lets its loop turn between.
function churn(n) {
  let sum = 0;
  for (let i = 0; i < 20_000; i++) sum += Math.sqrt(i + n);
  return sum;
}

function work() {
  const until = performance.now() + 20;
  let n = 0;
  while (performance.now() < until) n += churn(n) > 0 ? 1 : 2;
}

setInterval(work, 21);
process.stdout.write('ready\n');
