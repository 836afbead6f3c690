import { describe, expect, it } from 'vitest';
import { NodeType } from '../../../shared/model/heap-graph.js';
import { NodeFlag } from '../../../shared/model/python-heap-stream.js';
import { PythonHeap } from '../../helpers/captured-python.js';
import { PythonStreamWriter } from '../../helpers/python-heap-stream.js';
import { readHeap } from '../../helpers/read-heap.js';

const META = { python: '3.11.7', pid: 7, pause: 1, walk: 2, method: 'fork' };
const { tracked, heldByC, unreachable } = NodeFlag;
const { synthetic, object, string } = NodeType;
const PROPERTY = 2;
const INTERNAL = 3;
const WEAK = 6;

/** Objects by name, each with its references; row 0 is the root, and the two groups come last. */
function heap(
  objects: Readonly<Record<string, { refs: number; flags?: number; to?: readonly string[]; weak?: string }>>,
  own?: readonly string[],
): PythonHeap {
  const names = Object.keys(objects);
  const id = (name: string): number => 0x10000 + 16 * names.indexOf(name);
  const writer = new PythonStreamWriter().strings('', '(root)', '(held by C)', '(unreachable)', ...names);
  writer
    .nodes([0, synthetic, 1, 0, 0, 0, 3])
    .edges([INTERNAL, 4, id('live')], [INTERNAL, 2, 7], [INTERNAL, 3, 9]);
  for (const [place, name] of names.entries()) {
    const { refs, flags = tracked, to = [], weak } = objects[name] ?? { refs: 0 };
    const count = to.length + (weak ? 1 : 0);
    const type = flags === tracked ? object : string;
    writer.nodes([id(name), type, 4 + place, 10, refs, flags, count]);
    writer.edges(...to.map((each) => [PROPERTY, 4 + names.indexOf(each), id(each)] as const));
    if (weak) writer.edges([WEAK, 0, id(weak)]);
  }
  writer.nodes([7, synthetic, 2, 0, 0, 0, 0], [9, synthetic, 3, 0, 0, 0, 0]);
  return new PythonHeap(
    readHeap(
      writer
        .meta({ ...META, ...(own && { own: own.map(id) }) })
        .end()
        .bytes(),
    ),
  );
}

const objects = {
  live: { refs: 1, to: ['shared'], weak: 'cycle' },
  shared: { refs: 2, flags: 0 },
  cycle: { refs: 1, to: ['back', 'text'] },
  back: { refs: 1, to: ['cycle'] },
  text: { refs: 1, flags: 0 },
  foreign: { refs: 1, to: ['part'] },
  part: { refs: 1 },
  immortal: { refs: 0 },
  agent: { refs: 1, to: ['shared', 'tool'], weak: 'foreign' },
  tool: { refs: 3, flags: 0 },
} as const;

describe('objects that no root of a Python heap reaches', () => {
  const settled = heap(objects, ['agent']);
  const group = (name: string): readonly string[] =>
    settled.edges(settled.named(name)[0] ?? -1).map(([, node]) => settled.name(node));
  const flags = (name: string): number => settled.graph.flags?.[settled.named(name)[0] ?? -1] ?? -1;

  it('are held by C where more refer to them than is known', () => {
    expect(group('(held by C)')).toEqual(['foreign', 'immortal']);
    expect(flags('foreign')).toBe(tracked | heldByC);
    expect(flags('part')).toBe(tracked);
  });

  it('are unreachable where they only hold each other, whatever refers to them weakly', () => {
    expect(group('(unreachable)')).toEqual(['cycle']);
    for (const name of ['cycle', 'back']) expect(flags(name)).toBe(tracked | unreachable);
    expect(flags('text')).toBe(unreachable);
  });

  it('are left out where only the agent has them', () => {
    expect(settled.named('agent')).toEqual([]);
    expect(settled.named('tool')).toEqual([]);
    expect(settled.graph.nodeCount).toBe(1 + 8 + 2);
    expect(settled.graph.python).toEqual(META);
  });

  it('keep their references and names', () => {
    expect(settled.edges(settled.named('live')[0] ?? -1)).toEqual([
      ['shared', settled.named('shared')[0], 'property'],
      ['', settled.named('cycle')[0], 'weak'],
    ]);
    expect(settled.edges(settled.named('foreign')[0] ?? -1)).toEqual([
      ['part', settled.named('part')[0], 'property'],
    ]);
    expect(settled.graph.firstEdge.at(-1)).toBe(settled.graph.edgeCount);
  });

  it('stay as they came where the agent has told of them itself', () => {
    expect(heap(objects).graph.nodeCount).toBe(1 + 10 + 2);
  });

  it('are refused with addresses of the agent that are none', () => {
    const bytes = (own: unknown): Buffer =>
      new PythonStreamWriter()
        .strings('')
        .leaves([0, 9, 0, 0, 0, 0])
        .meta({ ...META, own })
        .end()
        .bytes();
    for (const own of ['1', [-1], [1.5], [null], {}]) expect(() => readHeap(bytes(own))).toThrow(/malformed/);
  });
});
