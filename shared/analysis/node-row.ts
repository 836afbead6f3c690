import { ordinal } from '../base/brand.js';
import { EDGE_TYPES, EdgeType, NODE_TYPES, NodeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import { NodeFlag } from '../model/python-heap-stream.js';
import type { NodeRow } from '../model/snapshot-rows.js';
import { DETACHED } from './detachedness.js';
import { nodePlace } from './node-places.js';

/** Labels are for a line of a table; what is longer is read where it stands. */
export const LABEL = 300;

export function nodeRow(index: HeapIndex, node: number): NodeRow {
  const { graph, shallowSize, retainedSize, distance } = index;
  const detached = index.detachedness?.[node] === DETACHED;
  const place = graph.locations && nodePlace(graph, node);
  const unreachable = ((graph.flags?.[node] ?? 0) & NodeFlag.unreachable) !== 0;
  return {
    node: ordinal(node),
    id: graph.id[node],
    type: NODE_TYPES[graph.nodeType[node]] ?? 'hidden',
    className: className(index, node),
    label: nodeLabel(index, node),
    selfSize: shallowSize[node],
    retainedSize: retainedSize[node],
    distance: distance[node],
    ...(detached && { detached }),
    ...(unreachable && { unreachable }),
    ...(place && { place }),
    childCount: graph.firstEdge[node + 1] - graph.firstEdge[node],
  };
}

/** A row of a tree: with how it hangs on the row above. */
export function edgeRow(index: HeapIndex, node: number, edge: number, childCount: number): NodeRow {
  const name = edgeLabel(index, edge);
  return {
    ...nodeRow(index, node),
    edge: { name, type: EDGE_TYPES[index.graph.edgeType[edge]], row: edge },
    childCount,
  };
}

export function className({ classNames, classOf }: HeapIndex, node: number): string {
  return classNames[classOf[node]];
}

/** The text of a string in quotes, the name of anything else; its class where it has none. */
export function nodeLabel(index: HeapIndex, node: number): string {
  const { nodeType, strings, name } = index.graph;
  const text = (strings.at(name[node]) ?? '').slice(0, LABEL);
  if (nodeType[node] === NodeType.string) return JSON.stringify(text);
  if (nodeType[node] === NodeType.closure) return `${text || '(anonymous)'}()`;
  return text || className(index, node);
}

export function rawEdgeName({ graph }: HeapIndex, edge: number): string | number {
  const { edgeType, edgeName, strings } = graph;
  const indexed = edgeType[edge] === EdgeType.element || edgeType[edge] === EdgeType.hidden;
  return indexed ? edgeName[edge] : (strings.at(edgeName[edge]) ?? '');
}

/** As a programmer would write it after the holder's name: `.name`, `[3]`; internal names as they are. */
export function edgeLabel(index: HeapIndex, edge: number): string {
  const name = rawEdgeName(index, edge);
  if (typeof name === 'number') return `[${name}]`;
  const text = name.slice(0, LABEL);
  const type = index.graph.edgeType[edge];
  if (type !== EdgeType.property) return text;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text) ? `.${text}` : `[${JSON.stringify(text)}]`;
}
