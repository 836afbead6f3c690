// Healthy: a Map that is emptied ten times a second, whatever two snapshots meet.
const sessions = new Map();
class Session {
  constructor(n) {
    this.n = n;
    this.rows = Array.from({ length: 20 }, (_, i) => ({ i, text: `row ${i}` }));
  }
}
let n = 0;
function login() {
  n++;
  sessions.set(n, new Session(n));
}
setInterval(() => {
  for (let i = 0; i < 20; i++) login();
}, 20);
setInterval(() => sessions.clear(), 100);
