// Closed connections stay in the room's set: the wrong event is listened to.
import net from 'node:net';

class Room {
  members = new Set();
  join(socket) {
    const member = { socket, name: `guest${socket.remotePort}`, seen: new Array(50).fill(0) };
    this.members.add(member);
    socket.on('timeout', () => this.members.delete(member));
    socket.on('data', (d) => socket.end(d));
    socket.on('error', () => {});
  }
}
const room = new Room();
const server = net.createServer((socket) => room.join(socket));
server.listen(0, '127.0.0.1', () => {
  setInterval(() => {
    for (let i = 0; i < 2; i++) {
      const client = net.connect(server.address().port, '127.0.0.1', () => client.write('hi'));
      client.on('error', () => {});
      client.on('data', () => client.end());
    }
  }, 20);
});
