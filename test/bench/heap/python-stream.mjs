/**
 * node python-stream.mjs OBJECTS OUT: a CPython heap as the agent streams it: a list of sessions, each an instance with its
 * dict, a list, a number and a text, and the session before it.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

const [, , objects, out] = process.argv;
const TYPE = { object: 3, synthetic: 9, string: 2, number: 7 };
const PROPERTY = 2;
const ELEMENT = 1;
const FIRST = 0x7f10_0000_0000n;
const file = openSync(out, 'w');
const u32 = (...values) => Buffer.from(Uint32Array.from(values).buffer);
const u64 = (...values) => Buffer.from(BigUint64Array.from(values, BigInt).buffer);
const record = (tag, payload) => {
  writeSync(file, u32(tag, payload.length));
  for (let at = 0; at < payload.length; ) at += writeSync(file, payload, at);
};
const TAG = {
  strings: 0x53525453,
  nodes: 0x45444f4e,
  leaves: 0x4641454c,
  edges: 0x45474445,
  end: 0x20444e45,
};
const TEXTS = [
  '',
  '(root)',
  '(modules)',
  'list',
  'app.Session',
  'dict',
  'int',
  'str',
  'number',
  'text',
  'items',
  '__dict__',
  'before',
];
const row = Object.fromEntries(TEXTS.map((text, at) => [text, at]));

let nodes = 0;
let edges = 0;
const write = (tag, width, rows, fill) => {
  const payload = Buffer.alloc(4 + width * rows.length);
  payload.writeUInt32LE(rows.length, 0);
  for (const [at, given] of rows.entries()) fill(payload, 4 + at * width, given);
  record(tag, payload);
};
const head = (payload, at, [id, type, name, size]) => {
  payload.writeBigUInt64LE(id, at);
  payload[at + 8] = type;
  payload.writeUInt32LE(name, at + 9);
  payload.writeBigUInt64LE(BigInt(size), at + 13);
  payload.writeUInt32LE(1, at + 21);
  payload[at + 25] = 1;
};
const put = (containers, leaves, links) => {
  write(TAG.nodes, 30, containers, (payload, at, given) => {
    head(payload, at, given);
    payload.writeUInt32LE(given[4], at + 26);
  });
  write(TAG.edges, 13, links, (payload, at, [type, name, id]) => {
    payload[at] = type;
    payload.writeUInt32LE(name, at + 1);
    payload.writeBigUInt64LE(id, at + 5);
  });
  if (leaves.length > 0) write(TAG.leaves, 26, leaves, head);
  nodes += containers.length + leaves.length;
  edges += links.length;
};

writeSync(file, Buffer.from('LEAKPYG1'));
record(
  TAG.strings,
  Buffer.concat(TEXTS.flatMap((text) => [u32(Buffer.byteLength(text)), Buffer.from(text)])),
);
const sessions = Math.floor(+objects / 5);
const at = (session, part) => FIRST + BigInt(session * 5 + part) * 64n;
put(
  [
    [0n, TYPE.synthetic, row['(root)'], 0, 1],
    [3n, TYPE.synthetic, row['(modules)'], 0, 1],
    [FIRST - 64n, TYPE.object, row.list, sessions * 8 + 56, sessions],
  ],
  [],
  [
    [ELEMENT, 0, 3n],
    [PROPERTY, row.items, FIRST - 64n],
    ...Array.from({ length: sessions }, (_, session) => [ELEMENT, session, at(session, 0)]),
  ],
);
for (let first = 0; first < sessions; first += 10_000) {
  const containers = [];
  const leaves = [];
  const links = [];
  for (let session = first; session < Math.min(sessions, first + 10_000); session++) {
    containers.push(
      [at(session, 0), TYPE.object, row['app.Session'], 48, 1],
      [at(session, 1), TYPE.object, row.dict, 232, session > 0 ? 4 : 3],
      [at(session, 2), TYPE.object, row.list, 72, 2],
    );
    links.push([PROPERTY, row.__dict__, at(session, 1)]);
    links.push(
      [PROPERTY, row.items, at(session, 2)],
      [PROPERTY, row.number, at(session, 3)],
      [PROPERTY, row.text, at(session, 4)],
    );
    if (session > 0) links.push([PROPERTY, row.before, at(session - 1, 0)]);
    links.push([ELEMENT, 0, at(session, 3)], [ELEMENT, 1, at(session, 4)]);
    leaves.push([at(session, 3), TYPE.number, row.int, 28], [at(session, 4), TYPE.string, row.str, 60]);
  }
  put(containers, leaves, links);
}
record(TAG.end, u64(nodes, edges));
closeSync(file);
