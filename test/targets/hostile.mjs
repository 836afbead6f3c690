// Names that want to be more than text: HTML, terminal escapes, NUL, bidirectional marks. Prints nothing.

const HOSTILE = '<img src=x data-hostile onerror="globalThis.pwned=1">\u0000\u001b[31m\u202egnp\u2066';
// Overwrites the command line, as far as its arguments made room for it.
process.title = '<b data-hostile>\u001b[31m\u202eeltit';

// The name of a class is an identifier: of what hides, only joiners may be in it.
class Held\u200c {}

const box = { [`kept ${HOSTILE}`]: [] };
globalThis[`root ${HOSTILE}`] = box;

// Ten megabytes in one text, twice: the list of strings and the row of the object must bear it.
const long = (turn) => `__proto__ ${HOSTILE} ${turn} `.padEnd(10e6, 'x');
globalThis.long = [Buffer.from(long(1)).toString(), Buffer.from(long(1)).toString()];
globalThis['__proto__ '] = { constructor: 'x' };

setInterval(() => {
  for (let turn = 0; turn < 20; turn++) {
    const held = new Held\u200c();
    held[`field ${HOSTILE}`] = `value ${turn} ${HOSTILE}`;
    held.room = new Array(100).fill(turn);
    box[`kept ${HOSTILE}`].push(held);
  }
}, 50);
