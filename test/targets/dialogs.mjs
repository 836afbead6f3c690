// A service that says its port. Each request opens and closes one dialog; with `leaks` it is never let go of.
import { createServer } from 'node:http';

class Dialog {
  constructor(title) {
    this.title = title;
    this.rows = Array.from({ length: 20 }, (_, row) => ({ row, text: `row ${row} of ${title}` }));
  }
}

const opened = [];
const leaks = process.argv.includes('leaks');
globalThis.openDialogs = opened;

const server = createServer((request, response) => {
  const dialog = new Dialog(request.url);
  if (leaks) opened.push(dialog);
  response.setHeader('connection', 'close');
  response.end(String(dialog.rows.length));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
