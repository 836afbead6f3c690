// A limiter loses a slot for each job that fails, at last it starts none.
class Limiter {
  active = 0;
  backlog = [];
  constructor(limit) {
    this.limit = limit;
  }
  schedule(job) {
    this.backlog.push(job);
    this.drain();
  }
  drain() {
    while (this.active < this.limit && this.backlog.length > 0) {
      this.active++;
      const job = this.backlog.shift();
      job.run().then(
        () => {
          this.active--;
          this.drain();
        },
        () => {},
      );
    }
  }
}
const limiter = new Limiter(4);
let n = 0;
setInterval(() => {
  for (let i = 0; i < 10; i++) {
    const id = n++;
    limiter.schedule({
      id,
      attempts: 0,
      payload: { text: `mail ${id}` },
      run: async () => {
        if (id % 5 === 0) throw new Error('refused');
      },
    });
  }
}, 20);
