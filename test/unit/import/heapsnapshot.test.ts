import { describe, expect, it } from 'vitest';
import { Failure } from '../../../shared/base/failure.js';
import { EdgeType, NodeType } from '../../../shared/model/heap-graph.js';
import { snapshotText } from '../../helpers/heapsnapshot-text.js';
import { plainGraph, readHeap } from '../../helpers/read-heap.js';

describe('a heap snapshot', () => {
  it('becomes columns', () => {
    const graph = readHeap(snapshotText());
    expect(plainGraph(graph)).toEqual({
      producer: 'v8',
      nodeCount: 3,
      edgeCount: 4,
      nodeType: [NodeType.synthetic, NodeType.object, NodeType.array],
      name: [0, 1, 2],
      id: [1, 3, 5],
      selfSize: [0, 100, 40],
      detachedness: [0, 2, 1],
      firstEdge: [0, 2, 3, 4],
      edgeType: [EdgeType.property, EdgeType.element, EdgeType.property, EdgeType.weak],
      edgeName: [3, 4, 4, 3],
      edgeTarget: [1, 2, 2, 1],
      strings: ['', 'Window', 'list', 'window', 'items'],
    });
  });

  it('is the same however it is cut, and with or without its size', () => {
    const text = snapshotText({
      strings: ['', 'q"uo\\te', 'astral 😀 ', 'tab\there', 'ü'],
      sections: {
        trace_function_infos: '[0,1,2,3,4,5]',
        trace_tree: '[1,0,2,30,[2,0,1,10,[],3,0,1,20,[4,0,0,0,[]]]]',
        samples: '[0,3,1000,5]',
        locations: '[14,7,3,4,7,8,1,2]',
        later: '{"a":[1,{"b":"]}"}],"c":null}',
      },
    });
    const whole = plainGraph(readHeap(text));
    for (const size of [1, 2, 3, 5, 7, 11, 64, 1000])
      for (const known of [true, false]) expect(plainGraph(readHeap(text, size, known))).toEqual(whole);
  });

  it('reads traces, samples and locations', () => {
    const graph = readHeap(
      snapshotText({
        nodes: [
          [4, 0, 1, 0, 2, 0, 0],
          [3, 1, 3, 100, 1, 2, 2],
          [1, 2, 5, 40, 1, 3, 1],
        ].flat(),
        sections: {
          trace_function_infos: '[0,1,2,3,4,5,0,3,4,9,8,7]',
          trace_tree: '[1,0,2,30,[2,1,1,10,[],3,0,1,20,[4,1,0,0,[]]]]',
          samples: '[0,3,1000,5]',
          locations: '[14,7,3,4,7,8,1,2]',
        },
      }),
    );
    const plain = plainGraph(graph);
    expect(plain['traceNode']).toEqual([0, 2, 3]);
    expect(plain['traces']).toEqual({
      length: 4,
      id: [1, 2, 3, 4],
      parent: [0, 0, 0, 2],
      function: [0, 1, 0, 1],
      count: [2, 1, 1, 0],
      size: [30, 10, 20, 0],
      functions: {
        length: 2,
        name: [1, 3],
        scriptName: [2, 4],
        scriptId: [3, 9],
        line: [4, 8],
        column: [5, 7],
      },
    });
    expect(plain['samples']).toEqual({ length: 2, time: [0, 1000], lastId: [3, 5] });
    expect(plain['locations']).toEqual({
      length: 2,
      node: [1, 2],
      script: [8, 7],
      line: [1, 3],
      column: [2, 4],
    });
  });

  it('finds fields by their names, not their places', () => {
    const graph = readHeap(
      snapshotText({
        node_fields: ['id', 'future', 'edge_count', 'type', 'self_size', 'name'],
        edge_fields: ['to_node', 'type', 'future', 'name_or_index'],
        meta: {
          node_types: ['number', 'number', 'number', ['object', 'invented'], 'number', 'string'],
          edge_types: ['node', ['weak', 'property', 'invented'], 'number', 'string_or_number'],
        },
        nodes: [
          [1, 99, 1, 0, 8, 1],
          [3, 99, 1, 1, 16, 2],
        ].flat(),
        edges: [
          [6, 1, 5, 0],
          [0, 2, 5, 1],
        ].flat(),
      }),
    );
    const plain = plainGraph(graph);
    expect(plain['nodeType']).toEqual([NodeType.object, NodeType.hidden]);
    expect(plain['selfSize']).toEqual([8, 16]);
    expect(plain['edgeType']).toEqual([EdgeType.property, EdgeType.internal]);
    expect(plain['edgeTarget']).toEqual([1, 0]);
    expect(plain).not.toHaveProperty('detachedness');
  });

  it('keeps ids and sizes beyond 32 bits', () => {
    const graph = readHeap(
      snapshotText({
        nodes: [
          [4, 0, 1, 0, 2, 0, 0],
          [3, 1, 140_000_000_000_016, 9_000_000_000, 1, 0, 2],
          [1, 2, 4_294_967_296, 40, 1, 0, 1],
        ].flat(),
      }),
    );
    expect(Array.from(graph.id)).toEqual([1, 140_000_000_000_016, 4_294_967_296]);
    expect(Array.from(graph.selfSize)).toEqual([0, 9_000_000_000, 40]);
  });

  it('resolves every escape and keeps lone surrogates', () => {
    const strings = [
      '"\\/\b\f\n\r\t',
      '\u00e9\u4e2d',
      '\ud83d\ude00',
      '\ud800',
      '\udc00x',
      '\ud83dx\ude00',
      'é中😀',
      '\u0000',
    ];
    const escaped = strings.map((text) =>
      text
        .split('')
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
    );
    const text = snapshotText({ strings: ['', ...strings, '@'] }).replace('"@"', `"${escaped.join('","')}"`);
    for (const size of [1, 4, 10_000]) {
      const table = readHeap(text, size).strings;
      expect(Array.from({ length: table.length }, (_, row) => table.at(row))).toEqual([
        '',
        ...strings,
        ...strings,
      ]);
    }
  });

  it('sorts places of functions by their nodes, equal ones as they came', () => {
    const places = Array.from({ length: 500 }, (_, row) => [((row * 7919) % 3) * 7, row, 0, 0]);
    const { locations } = readHeap(snapshotText({ sections: { locations: JSON.stringify(places.flat()) } }));
    const expected = places.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
    expect(Array.from(locations?.node ?? [])).toEqual(expected.map(([place]) => place / 7));
    expect(Array.from(locations?.script ?? [])).toEqual(expected.map(([, row]) => row));
    // Every column can be given to another thread without a copy.
    for (const column of [locations?.node, locations?.script, locations?.line, locations?.column])
      expect(column?.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('keeps places in two bytes a number until one does not fit, also of minified code', () => {
    const places = [
      [0, 1, 65_535, 0],
      [7, 2, 65_536, 4],
      [14, 70_000, 3, 4_294_967_295],
    ];
    const graph = readHeap(snapshotText({ sections: { locations: JSON.stringify(places.flat()) } }));
    expect(graph.locations).toEqual({
      length: 3,
      node: Uint32Array.of(0, 1, 2),
      script: Uint32Array.of(1, 2, 70_000),
      line: Uint32Array.of(65_535, 65_536, 3),
      column: Uint32Array.of(0, 4, 4_294_967_295),
    });
    const short = readHeap(snapshotText({ sections: { locations: '[0,65535,2,3]' } })).locations;
    expect(short?.script).toEqual(Uint16Array.of(65_535));
  });

  it('allows white space wherever JSON does, and a byte order mark', () => {
    const text = snapshotText().replaceAll(',', ' ,\r\n\t').replaceAll('[', '[ ').replaceAll(']', '\n]');
    expect(plainGraph(readHeap(`\ufeff ${text}\n`))).toEqual(plainGraph(readHeap(snapshotText())));
  });
});

describe('a heap snapshot is refused', () => {
  const cases: readonly (readonly [why: string, text: string, code: string])[] = [
    ['empty', '', 'unknown-format'],
    ['not JSON', 'hello', 'unknown-format'],
    ['another JSON', '{"nodes":{}}', 'malformed'],
    ['cut in nodes', snapshotText().slice(0, snapshotText().indexOf('"edges"') - 10), 'truncated'],
    ['cut before its end', snapshotText().slice(0, -1), 'truncated'],
    ['followed by something', `${snapshotText()}x`, 'malformed'],
    ['fewer nodes than claimed', snapshotText({ header: { node_count: 4 } }), 'malformed'],
    ['more nodes than claimed', snapshotText({ header: { node_count: 2 } }), 'malformed'],
    ['a claim that cannot be', snapshotText({ header: { node_count: 4e12 } }), 'truncated'],
    ['a claim below zero', snapshotText({ header: { node_count: -1 } }), 'malformed'],
    ['fewer edges than claimed', snapshotText({ header: { edge_count: 5 } }), 'malformed'],
    [
      'an edge past the last node',
      snapshotText({ edges: [2, 3, 7, 1, 4, 14, 2, 4, 14, 6, 3, 21] }),
      'malformed',
    ],
    [
      'an edge between two nodes',
      snapshotText({ edges: [2, 3, 7, 1, 4, 14, 2, 4, 14, 6, 3, 8] }),
      'malformed',
    ],
    [
      'an edge of no known type',
      snapshotText({ edges: [7, 3, 7, 1, 4, 14, 2, 4, 14, 6, 3, 7] }),
      'malformed',
    ],
    ['a name that does not exist', snapshotText({ strings: ['', 'a', 'b'] }), 'malformed'],
    [
      'half a row',
      snapshotText({ header: { node_count: undefined }, nodes: [4, 0, 1, 0, 0, 0, 0, 4] }),
      'malformed',
    ],
    ['a negative number', snapshotText({ nodes: [4, 0, 1, -5, 4, 0, 0] }), 'malformed'],
    ['a fraction', snapshotText({ nodes: [4, 0, 1, 1.5, 4, 0, 0] }), 'malformed'],
    ['an empty place', snapshotText({ nodes: [4, 0, 1, '', 4, 0, 0] }), 'malformed'],
    ['two sections of a name', snapshotText({ sections: { nodes: '[]' } }), 'malformed'],
    ['a broken escape', snapshotText().replace('"Window"', '"\\q"'), 'malformed'],
    ['no nodes at all', snapshotText({ nodes: [], edges: [] }), 'malformed'],
    ['a tree that is none', snapshotText({ sections: { trace_tree: '[1,2,[3]]' } }), 'malformed'],
    ['a place of no node', snapshotText({ sections: { locations: '[3,1,1,1]' } }), 'malformed'],
    [
      'more edges than 32 bits count',
      snapshotText({
        header: { edge_count: undefined },
        nodes: [4, 0, 1, 0, 4_294_967_000, 0, 0, 4, 0, 1, 0, 4_294_967_000, 0, 0],
      }),
      'too-large',
    ],
  ];
  it.each(cases)('%s', (_, text, code) => {
    for (const size of [Number.POSITIVE_INFINITY, 3]) {
      let failure: unknown;
      try {
        readHeap(text, size);
      } catch (error) {
        failure = error;
      }
      expect(failure).toBeInstanceOf(Failure);
      expect((failure as Failure).code).toBe(code);
    }
  });
});
