'use strict';
const heads = [];
function receive(n) {
  const packet = Buffer.alloc(64 * 1024, n & 255);
  return packet;
}
function index(n) {
  const packet = receive(n);
  heads.push(packet.subarray(0, 16));
}
let n = 0;
setInterval(() => index(++n), 15);
