// Healthy: bursts of short timers.
class Connection {
  constructor(n) {
    this.n = n;
    this.body = 'b'.repeat(200) + n;
    this.timer = setTimeout(() => this.close(), 100 + (n % 50));
  }
  close() {
    this.body = '';
  }
}
let n = 0;
setInterval(() => {
  for (let i = 0; i < 300; i++) new Connection(n++);
}, 300);
