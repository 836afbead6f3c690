// Sessions are put into a table and never taken out.
import { randomUUID } from 'node:crypto';

class Session {
  constructor(user) {
    this.id = randomUUID();
    this.user = user;
    this.cart = Array.from({ length: 20 }, (_, i) => ({ sku: `sku-${i}`, quantity: i }));
  }
}

const sessions = new Map();

function login(user) {
  const session = new Session(user);
  sessions.set(session.id, session);
  return session.id;
}

let n = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++) login(`user-${n++}`);
}, 20);
