// Connections close without clearing their heartbeat.
class Connection {
  constructor(id) {
    this.id = id;
    this.received = new Array(200).fill(id);
    this.heartbeat = setInterval(() => this.ping(), 60_000);
  }
  ping() {}
  close() {
    this.closed = true; // forgets clearInterval
  }
}

let n = 0;
setInterval(() => {
  for (let i = 0; i < 10; i++) new Connection(n++).close();
}, 20);
