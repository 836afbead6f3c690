'use strict';
const { randomUUID } = require('node:crypto');

class Lobby {
  constructor() {
    this.rooms = new Map();
  }
  join(room, player) {
    if (!this.rooms.has(room)) this.rooms.set(room, new Set());
    this.rooms.get(room).add(player);
  }
  leave(room, player) {
    this.rooms.get(room).delete(player);
  }
}

const lobby = new Lobby();
setInterval(() => {
  for (let i = 0; i < 6; i++) {
    const room = randomUUID();
    const players = [0, 1, 2, 3].map((n) => ({ n, name: `player ${n}` }));
    for (const player of players) lobby.join(room, player);
    setTimeout(() => {
      for (const player of players) lobby.leave(room, player);
    }, 400);
  }
}, 20);
