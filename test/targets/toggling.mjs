// Opens and closes its own inspector all the time.
import inspector from 'node:inspector';

process.stdout.write('ready\n');
setInterval(() => {
  if (inspector.url()) inspector.close();
  else inspector.open(0, '127.0.0.1');
}, 40);
