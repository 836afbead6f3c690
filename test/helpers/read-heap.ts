import { ALL_IMPORTERS } from '../../shared/import/all-importers.js';
import { sniffingReader } from '../../shared/import/sniffing-reader.js';
import type { HeapGraph } from '../../shared/model/heap-graph.js';

/** Reads a whole file's bytes in chunks of `size` bytes. */
export function readHeap(
  content: string | Uint8Array,
  size = Number.POSITIVE_INFINITY,
  knownSize = true,
): HeapGraph {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const reader = sniffingReader(ALL_IMPORTERS, knownSize ? { size: bytes.length } : {});
  for (let at = 0; at < bytes.length; at += size)
    reader.push(bytes.subarray(at, Math.min(bytes.length, at + size)));
  return reader.end();
}

/** Everything a graph holds as plain values, to compare. */
export function plainGraph(graph: HeapGraph): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(graph, (key, value) => {
      if (key === 'strings')
        return Array.from({ length: graph.strings.length }, (_, row) => graph.strings.at(row));
      return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
    }),
  ) as Record<string, unknown>;
}

/** The same through JSON.parse of the whole: slow, and sure. */
export function naiveGraph(text: string): Record<string, unknown> {
  const { snapshot, nodes, edges, strings } = JSON.parse(text) as {
    snapshot: { meta: Record<string, (string | string[])[]> };
    nodes: number[];
    edges: number[];
    strings: string[];
  };
  const { node_fields, edge_fields, node_types, edge_types } = snapshot.meta as Record<string, string[]>;
  const field = (rows: number[], fields: string[], name: string): number[] =>
    rows.filter((_, i) => i % fields.length === fields.indexOf(name));
  const typeNames = (types: unknown, fields: string[]): string[] =>
    (types as string[][])[fields.indexOf('type')];
  const counts = field(nodes, node_fields, 'edge_count');
  const firstEdge = [0];
  for (const count of counts) firstEdge.push((firstEdge.at(-1) ?? 0) + count);
  return {
    nodeType: field(nodes, node_fields, 'type').map((type) => typeNames(node_types, node_fields)[type]),
    name: field(nodes, node_fields, 'name').map((row) => strings[row]),
    id: field(nodes, node_fields, 'id'),
    selfSize: field(nodes, node_fields, 'self_size'),
    firstEdge,
    edgeType: field(edges, edge_fields, 'type').map((type) => typeNames(edge_types, edge_fields)[type]),
    edgeName: field(edges, edge_fields, 'name_or_index'),
    edgeTarget: field(edges, edge_fields, 'to_node').map((place) => place / node_fields.length),
  };
}
