'use strict';
class Job {
  constructor(n) {
    this.n = n;
    this.timer = setTimeout(() => this.fail(), 5000);
    this.data = new Array(200).fill(n);
  }
  fail() {
    jobs.delete(this.n);
  }
  done() {
    clearTimeout(this.timer);
    jobs.delete(this.n);
  }
}
const jobs = new Map();
let n = 0;
setInterval(() => {
  const job = new Job(++n);
  jobs.set(n, job);
  setTimeout(() => job.done(), 100 + (n % 10) * 20);
}, 10);
