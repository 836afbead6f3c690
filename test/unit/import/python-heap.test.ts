import { describe, expect, it } from 'vitest';
import { Failure } from '../../../shared/base/failure.js';
import { IdTable } from '../../../shared/import/python-heap/id-table.js';
import { EdgeType, NodeType } from '../../../shared/model/heap-graph.js';
import { AGE_SHIFT, NodeFlag } from '../../../shared/model/python-heap-stream.js';
import { PythonStreamWriter } from '../../helpers/python-heap-stream.js';
import { plainGraph, readHeap } from '../../helpers/read-heap.js';

const ADDRESS = 0x7f_1234_5678_90;
const META = { python: '3.11.7', pid: 7, pause: 1.5, walk: 20, method: 'fork' };

const stream = (): PythonStreamWriter => rest(new PythonStreamWriter());

function rest(begun: PythonStreamWriter): PythonStreamWriter {
  return begun
    .strings('', '(root)', 'dict', 'str é')
    .nodes([0, NodeType.synthetic, 1, 0, 0, 0, 2], [ADDRESS, NodeType.object, 2, 232, 3, 1, 2])
    .edges([EdgeType.element, 0, ADDRESS], [EdgeType.internal, 2, ADDRESS + 64])
    .leaves([ADDRESS + 64, NodeType.string, 3, 54, 1, 0])
    .strings('key')
    .edges([EdgeType.property, 4, ADDRESS + 64], [EdgeType.property, 4, 999]);
}

describe('a Python heap', () => {
  const whole = stream().meta(META).end().bytes();

  it('tells who came after which snapshot; an age of what nobody described is passed over', () => {
    const bytes = new PythonStreamWriter().ages(1, ADDRESS, 4096).ages(3, ADDRESS + 64);
    const { flags } = readHeap(rest(bytes).meta(META).end().bytes());
    expect([...(flags ?? [])]).toEqual([0, 1 | NodeFlag.new | (1 << AGE_SHIFT), 3 << AGE_SHIFT]);
  });

  it.each([[0], [16]])('an age of %i is refused', (back) => {
    const bytes = rest(new PythonStreamWriter().ages(back, ADDRESS)).meta(META).end().bytes();
    expect(() => readHeap(bytes)).toThrow(/age/);
  });

  it('becomes columns; a reference to what nobody described is dropped and counted', () => {
    expect(plainGraph(readHeap(whole))).toEqual({
      producer: 'cpython',
      nodeCount: 3,
      edgeCount: 3,
      nodeType: [NodeType.synthetic, NodeType.object, NodeType.string],
      name: [1, 2, 3],
      id: [0, ADDRESS, ADDRESS + 64],
      selfSize: [0, 232, 54],
      refCount: [0, 3, 1],
      flags: [0, 1, 0],
      firstEdge: [0, 2, 3, 3],
      edgeType: [EdgeType.element, EdgeType.internal, EdgeType.property],
      edgeName: [0, 2, 4],
      edgeTarget: [1, 2, 2],
      strings: ['', '(root)', 'dict', 'str é', 'key'],
      python: META,
      droppedEdges: 1,
    });
  });

  it('is the same however it is cut', () => {
    for (const size of [1, 2, 7, 13, 100])
      expect(plainGraph(readHeap(whole, size))).toEqual(plainGraph(readHeap(whole)));
  });

  it('that ends early says so and keeps what came', () => {
    const graph = readHeap(stream().bytes());
    expect(graph.partial).toContain('ended');
    expect(graph.edgeCount).toBe(3);
    expect(readHeap(whole).partial).toBeUndefined();
  });

  it('keeps the first of two descriptions, and drops the other with its references', () => {
    const bytes = new PythonStreamWriter()
      .strings('', '(root)', 'a', 'b')
      .nodes([0, 9, 1, 0, 0, 0, 1], [64, 3, 2, 10, 0, 0, 1], [64, 3, 3, 99, 0, 0, 2], [128, 3, 3, 5, 0, 0, 1])
      .edges([1, 0, 64], [2, 2, 128], [1, 0, 0], [1, 1, 0], [2, 3, 64])
      .end()
      .bytes();
    const graph = plainGraph(readHeap(bytes));
    expect(graph['selfSize']).toEqual([0, 10, 5]);
    expect(graph['firstEdge']).toEqual([0, 1, 2, 3]);
    expect(graph['edgeTarget']).toEqual([1, 2, 1]);
  });

  const wrong: readonly (readonly [string, PythonStreamWriter])[] = [
    ['no objects', new PythonStreamWriter().strings('')],
    ['another first object', new PythonStreamWriter().strings('').leaves([64, 3, 0, 1, 0, 0])],
    ['more references than said', stream().edges([1, 0, 0])],
    ['missing references', stream().nodes([256, 3, 1, 1, 1, 0, 3]).end()],
    ['a name that has not come', stream().leaves([256, 3, 77, 1, 1, 0])],
    ['a wrong count at the end', stream().end(2, 4)],
    ['something after the end', stream().end().meta(META)],
    ['a record of a wrong length', stream().record(0x45444f4e, Buffer.from([1, 0, 0, 0, 9]))],
    ['a description that is none', stream().record(0x4154454d, Buffer.from('{'))],
  ];
  it.each(wrong)('with %s is refused', (_, writer) => {
    expect(() => readHeap(writer.bytes())).toThrow(Failure);
    expect(() => readHeap(writer.bytes(), 3)).toThrow(/malformed/);
  });
});

describe('the table of ids', () => {
  for (const step of [1, 16, 48, 4096])
    it(`gives each of many addresses ${step} apart its own row`, () => {
      const table = new IdTable();
      const address = (row: number): number => 0x7f00_0000_0000 + row * step;
      for (let row = 0; row < 300_000; row++)
        if (table.rowOf(address(row)) !== row) throw new Error(`${row}`);
      for (let row = 0; row < 300_000; row++)
        if (table.rowOf(address(row)) !== row) throw new Error(`${row}`);
      expect(table.rowOf(8)).toBe(300_000);
    });
});
