// Code made from text, as bundlers in development do: one with a source map inside, one whose map is none.
import { runInThisContext } from 'node:vm';

const map = { version: 3, sources: ['written.ts'], names: [], mappings: 'AAMA' };
const inline = Buffer.from(JSON.stringify(map)).toString('base64');
const comment = '//# source'; // not this script's own
const made = (name, data) =>
  runInThisContext(
    `(class Made {})\n${comment}MappingURL=data:application/json;base64,${data}\n${comment}URL=webpack://app/${name}.js`,
  );
globalThis.kept = [made('made', inline), made('hostile', '!!!!')];
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
