// Waiters for answers that never come: a Map of pending requests by number.
class Client {
  constructor() {
    this.pending = new Map();
    this.id = 0;
  }
  ask(question) {
    const id = ++this.id;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject, question, sent: Date.now() });
    });
  }
}
const client = new Client();
setInterval(() => {
  for (let i = 0; i < 20; i++) client.ask({ text: `question ${i} ${Math.random()}` });
}, 20);
