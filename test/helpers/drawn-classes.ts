import { type NodeOrdinal, ordinal } from '../../shared/base/brand.js';
import { EDGE_TYPES, type HeapGraph, NodeType } from '../../shared/model/heap-graph.js';

/**
 * A heap of many objects of few classes, from one line per object: `Class#tag size -> Class#tag:type=name`. The first
 * line is the root. An edge is a property named as its target's class where nothing else is said.
 */
export function drawnClasses(drawing: string): { graph: HeapGraph; at(key: string): NodeOrdinal } {
  const lines = drawing
    .trim()
    .split('\n')
    .map((line) => {
      const [left, right = ''] = line.split('->');
      const [key, size = '0'] = left.trim().split(/\s+/);
      return { key, size: Number(size), edges: right.trim().split(/\s+/).filter(Boolean) };
    });
  const rows = new Map(lines.map(({ key }, row) => [key, row]));
  const at = (key: string): NodeOrdinal => {
    const row = rows.get(key);
    if (row === undefined) throw new Error(`the drawing has no line for '${key}'`);
    return ordinal(row);
  };
  const strings: string[] = [];
  const known = new Map<string, number>();
  const text = (value: string): number => {
    const row = known.get(value) ?? strings.push(value) - 1;
    known.set(value, row);
    return row;
  };
  const classOf = (key: string): string => key.split('#')[0];
  const firstEdge = new Uint32Array(lines.length + 1);
  lines.forEach(({ edges }, row) => {
    firstEdge[row + 1] = firstEdge[row] + edges.length;
  });
  const edges = lines.flatMap((line) =>
    line.edges.map((edge) => {
      const [target, name = classOf(edge.split(':')[0])] = edge.split('=');
      const [key, type = 'property'] = target.split(':');
      return { name, target: at(key), type: EDGE_TYPES.indexOf(type as (typeof EDGE_TYPES)[number]) };
    }),
  );
  return {
    at,
    graph: {
      producer: 'v8',
      nodeCount: lines.length,
      edgeCount: edges.length,
      nodeType: Uint8Array.from(lines, (_, row) => (row === 0 ? NodeType.synthetic : NodeType.object)),
      name: Uint32Array.from(lines, ({ key }) => text(classOf(key))),
      id: Uint32Array.from(lines, (_, row) => row * 2 + 1),
      selfSize: Uint32Array.from(lines, ({ size }) => size),
      firstEdge,
      edgeType: Uint8Array.from(edges, ({ type }) => type),
      edgeName: Uint32Array.from(edges, ({ name }) => text(name)),
      edgeTarget: Uint32Array.from(edges, ({ target }) => target),
      strings: { length: strings.length, at: (row) => strings[row] },
    },
  };
}
