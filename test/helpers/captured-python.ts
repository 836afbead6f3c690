import type { Attachment, CaptureOptions } from '../../electron/drivers/driver.js';
import { EDGE_TYPES, type HeapGraph, NodeType } from '../../shared/model/heap-graph.js';
import type { CaptureCost } from '../../shared/model/preflight.js';
import { readHeap } from './read-heap.js';

/** A snapshot through the attachment, read by the product's own importer. */
export async function capturedPython(
  attachment: Attachment,
  signal = AbortSignal.timeout(30_000),
  options: CaptureOptions = {},
): Promise<{ readonly heap: PythonHeap; readonly cost: CaptureCost }> {
  const chunks: Uint8Array[] = [];
  if (!attachment.captureHeap) throw new Error('it takes no snapshots');
  const cost = await attachment.captureHeap(
    { write: async (chunk) => void chunks.push(Uint8Array.from(chunk)) },
    signal,
    options,
  );
  return { heap: new PythonHeap(readHeap(Buffer.concat(chunks))), cost };
}

/** A graph asked by names, for assertions. */
export class PythonHeap {
  constructor(readonly graph: HeapGraph) {}

  name(node: number): string {
    return this.graph.strings.at(this.graph.name[node]) ?? '';
  }

  /** Rows of all objects of that class, without the class itself. */
  instances(name: string): readonly number[] {
    return this.named(name).filter((node) => this.graph.nodeType[node] === NodeType.object);
  }

  /** Rows of all nodes with that name. */
  named(name: string): readonly number[] {
    const rows: number[] = [];
    for (let node = 0; node < this.graph.nodeCount; node++) if (this.name(node) === name) rows.push(node);
    return rows;
  }

  withId(id: number): number {
    return this.graph.id.indexOf(id);
  }

  /** `[name, target, type]`; an index as its digits. */
  edges(node: number): readonly (readonly [name: string, target: number, type: string])[] {
    const { firstEdge, edgeType, edgeName, edgeTarget, strings } = this.graph;
    const all: [string, number, string][] = [];
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const type = EDGE_TYPES[edgeType[edge]];
      const indexed = type === 'element' || type === 'hidden';
      all.push([
        indexed ? String(edgeName[edge]) : (strings.at(edgeName[edge]) ?? ''),
        edgeTarget[edge],
        type,
      ]);
    }
    return all;
  }

  /** The attribute, key or index of that name; through `__dict__` where the object has one. */
  member(node: number, name: string): number {
    const found = this.edges(node).find(([each]) => each === name);
    if (found) return found[1];
    const attributes = this.edges(node).find(([each]) => each === '__dict__');
    if (!attributes) throw new Error(`${this.name(node)} has no ${name}`);
    return this.member(attributes[1], name);
  }

  /** Follows names from a node. */
  at(node: number, ...path: readonly string[]): number {
    return path.reduce((from, name) => this.member(from, name), node);
  }
}
