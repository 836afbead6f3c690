// Feeds that poll for a client; the client leaves, the poll goes on.
export class Feed {
  #listeners = new Set();
  constructor(topic) {
    this.topic = topic;
    this.history = Array.from({ length: 60 }, (_, i) => `${topic}/${i}`);
  }
  open(client) {
    this.#listeners.add(client);
    this.poll = setInterval(() => {
      for (const one of this.#listeners) one.receive(this.topic);
    }, 30_000);
  }
  close(client) {
    this.#listeners.delete(client);
  }
}
class Client {
  constructor(id) {
    this.id = id;
    this.inbox = [];
  }
  receive(m) {
    this.inbox.push(m);
  }
}
let id = 0;
function visit() {
  for (let i = 0; i < 6; i++) {
    const feed = new Feed(`room-${id}`);
    const client = new Client(id++);
    feed.open(client);
    feed.close(client);
  }
  setTimeout(visit, 20);
}
visit();
