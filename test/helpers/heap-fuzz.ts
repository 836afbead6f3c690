import { Failure } from '../../shared/base/failure.js';
import { EDGE_TYPES, type HeapGraph, NODE_TYPES } from '../../shared/model/heap-graph.js';
import { mutatedPythonHeap } from './python-heap-mutations.js';
import { Random } from './random.js';
import { naiveGraph, readHeap } from './read-heap.js';
import { mutatedSnapshot } from './snapshot-mutations.js';

export interface FuzzResult {
  readonly cases: number;
  /** With a Failure, which is a clear error. */
  readonly refused: number;
  /** Read, and equal to what JSON.parse gives. */
  readonly equal: number;
  /** Read although JSON.parse would not (`007`, a tab inside a string): whole in itself. */
  readonly lenient: number;
}

/**
 * Reads `cases` mutated files. Throws for the first that is neither refused with a Failure nor read rightly,
 * naming the seed and the case that make it again.
 */
export function fuzzSnapshots(seed: number, cases: number): FuzzResult {
  const count = { cases, refused: 0, equal: 0, lenient: 0 };
  for (let i = 0; i < cases; i++) {
    const random = new Random(seed + i);
    const text = mutatedSnapshot(random);
    const graph = readOrRefuse(Buffer.from(text), random, seed + i);
    if (!graph) count.refused++;
    else if (comparable(text, graph, seed + i)) count.equal++;
    else count.lenient++;
  }
  return count;
}

export function fuzzPythonHeaps(seed: number, cases: number): FuzzResult {
  const count = { cases, refused: 0, equal: 0, lenient: 0 };
  for (let i = 0; i < cases; i++) {
    const random = new Random(seed + i);
    const graph = readOrRefuse(mutatedPythonHeap(random), random, seed + i);
    if (graph) count.lenient++;
    else count.refused++;
  }
  return count;
}

export function readOrRefuse(bytes: Uint8Array, random: Random, seed: number): HeapGraph | undefined {
  const size = random.of([Number.POSITIVE_INFINITY, 1 + random.below(64), 4096]);
  try {
    const graph = readHeap(bytes, size, random.below(8) !== 0);
    requireWhole(graph);
    return graph;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw new Error(`case ${seed}: ${error instanceof Error ? error.stack : error}`);
  }
}

/** No row refers to what does not exist. */
export function requireWhole(graph: HeapGraph): void {
  const { nodeCount, edgeCount, firstEdge, strings } = graph;
  const need = (condition: boolean, what: string): void => {
    if (!condition) throw new Error(`the graph is not whole: ${what}`);
  };
  need(nodeCount > 0 && firstEdge.length === nodeCount + 1, 'nodes');
  for (const column of [graph.nodeType, graph.name, graph.id, graph.selfSize])
    need(column.length === nodeCount, 'length of a node column');
  for (const column of [graph.edgeType, graph.edgeName, graph.edgeTarget])
    need(column.length === edgeCount, 'length of an edge column');
  need(firstEdge[0] === 0 && firstEdge[nodeCount] === edgeCount, 'edge rows');
  for (let node = 0; node < nodeCount; node++) {
    need(firstEdge[node] <= firstEdge[node + 1], 'order of edge rows');
    need(graph.name[node] < strings.length && graph.nodeType[node] < NODE_TYPES.length, 'a node');
  }
  for (let edge = 0; edge < edgeCount; edge++) {
    need(graph.edgeTarget[edge] < nodeCount && graph.edgeType[edge] < EDGE_TYPES.length, 'an edge');
    const indexed = graph.edgeType[edge] === 1 || graph.edgeType[edge] === 4;
    need(indexed || graph.edgeName[edge] < strings.length, 'a name of an edge');
  }
}

/** True when JSON.parse reads it too and gives the same; throws when it gives something else. */
export function comparable(text: string, graph: HeapGraph, seed: number): boolean {
  let naive: Record<string, unknown>;
  try {
    // As bytes: a lone surrogate does not survive the way into UTF-8.
    naive = naiveGraph(
      Buffer.from(text)
        .toString()
        .replace(/^\ufeff/, ''),
    );
  } catch {
    return false;
  }
  const known = (names: readonly string[], stranger: string) => (name: unknown) =>
    names.includes(name as string) ? name : stranger;
  const expected: Record<string, unknown> = {
    ...naive,
    nodeType: (naive['nodeType'] as unknown[]).map(known(NODE_TYPES, 'hidden')),
    edgeType: (naive['edgeType'] as unknown[]).map(known(EDGE_TYPES, 'internal')),
  };
  const found: Record<string, unknown> = {
    nodeType: Array.from(graph.nodeType, (type) => NODE_TYPES[type]),
    name: Array.from(graph.name, (row) => graph.strings.at(row)),
    id: Array.from(graph.id),
    selfSize: Array.from(graph.selfSize),
    firstEdge: Array.from(graph.firstEdge),
    edgeType: Array.from(graph.edgeType, (type) => EDGE_TYPES[type]),
    edgeName: Array.from(graph.edgeName),
    edgeTarget: Array.from(graph.edgeTarget),
  };
  for (const [column, values] of Object.entries(expected))
    if (JSON.stringify(values) !== JSON.stringify(found[column]))
      throw new Error(`case ${seed}: ${column} is not what JSON.parse gives`);
  return true;
}
