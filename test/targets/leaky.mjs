// A small service that leaks: every request opens a session that nobody closes. About 1 MB/s; prints nothing.

class Session {
  constructor(id) {
    this.id = id;
    this.user = { name: `user ${id}`, roles: ['reader', 'writer'], lastSeen: Date.now() };
    this.history = Array.from({ length: 12 }, (_, step) => `/shop/item/${id}/step/${step}`);
  }
}

class SessionStore {
  sessions = new Map();
  uploads = [];

  open() {
    const session = new Session(this.sessions.size);
    this.sessions.set(`session-${session.id}`, session);
    if (session.id % 40 === 0) this.uploads.push(Buffer.alloc(16 * 1024, 1));
  }
}

const store = new SessionStore();

setInterval(() => {
  for (let request = 0; request < 30; request++) store.open();
}, 50);
