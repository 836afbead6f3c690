// Rows of a log, each with its own copy of the same few texts: what interning would save.
const rows = [];
const hosts = ['db-primary.internal.example.com', 'db-replica.internal.example.com'];

let n = 0;
function parse(line) {
  const [host, message] = line.split('|');
  return { host: Buffer.from(host).toString(), message: Buffer.from(message).toString(), n };
}

setInterval(() => {
  for (let i = 0; i < 60; i++) {
    n++;
    rows.push(
      parse(`${hosts[n % 2]}|connection reset by peer while reading the response header from upstream`),
    );
  }
}, 20);
