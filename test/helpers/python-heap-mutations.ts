import { EdgeType, NodeType } from '../../shared/model/heap-graph.js';
import { PythonStreamWriter } from './python-heap-stream.js';
import type { Random } from './random.js';

const WORDS = [0, 1, 7, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff];

/** An agent's stream with up to three things wrong. */
export function mutatedPythonHeap(random: Random): Uint8Array {
  let bytes = drawn(random);
  const times = random.below(8) === 0 ? 0 : 1 + random.below(3);
  for (let i = 0; i < times; i++) bytes = random.of(MUTATIONS)(bytes, random);
  return bytes;
}

const MUTATIONS: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(12))]);
  },
  (bytes, random) => {
    const at = random.below(bytes.length);
    return Buffer.concat([
      bytes.subarray(0, at),
      bytes.subarray(random.below(bytes.length)),
      bytes.subarray(at),
    ]);
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    changed[random.below(bytes.length)] = random.below(256);
    return changed;
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    if (bytes.length >= 4) changed.writeUInt32LE(random.of(WORDS), random.below(bytes.length - 3));
    return changed;
  },
];

function drawn(random: Random): Buffer {
  const writer = new PythonStreamWriter().strings('', '(root)', 'dict', 'é');
  const count = 1 + random.below(20);
  const id = (row: number): number => (row === 0 ? 0 : 0x7f00_0000_0000 + random.below(count + 2) * 16);
  const rows = Array.from({ length: count }, (_, row) => {
    const type = row === 0 ? NodeType.synthetic : random.below(15);
    return [
      id(row),
      type,
      random.below(4),
      random.below(1000),
      1,
      random.below(16),
      random.below(4),
    ] as const;
  });
  writer.nodes(...rows);
  for (const row of rows)
    for (let edge = 0; edge < row[6]; edge++)
      writer.edges([random.of([EdgeType.element, EdgeType.property]), random.below(4), id(1)]);
  if (random.below(2)) writer.leaves([id(1), NodeType.string, 3, 54, 1, 0]);
  return writer.meta({ python: '3.12.1' }).end().bytes();
}
