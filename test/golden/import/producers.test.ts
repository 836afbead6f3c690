import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeHeapSnapshot } from '../../../shared/format/heapsnapshot-writer.js';
import { EDGE_TYPES, type HeapGraph, NODE_TYPES } from '../../../shared/model/heap-graph.js';
import { naiveGraph, plainGraph, readHeap } from '../../helpers/read-heap.js';

const folder = join(import.meta.dirname, '../../fixtures/heap');
const files = readdirSync(folder).filter((name) => name.endsWith('.gz'));

/** In the terms of `naiveGraph`: names instead of rows. */
function named(graph: HeapGraph): Record<string, unknown> {
  return {
    nodeType: Array.from(graph.nodeType, (type) => NODE_TYPES[type]),
    name: Array.from(graph.name, (row) => graph.strings.at(row)),
    id: Array.from(graph.id),
    selfSize: Array.from(graph.selfSize),
    firstEdge: Array.from(graph.firstEdge),
    edgeType: Array.from(graph.edgeType, (type) => EDGE_TYPES[type]),
    edgeName: Array.from(graph.edgeName),
    edgeTarget: Array.from(graph.edgeTarget),
  };
}

function exported(graph: HeapGraph): Uint8Array {
  const chunks: Uint8Array[] = [];
  writeHeapSnapshot(graph, (chunk) => chunks.push(chunk.slice()));
  return Buffer.concat(chunks);
}

describe('snapshots of every producer', () => {
  it('are there', () => expect(files.length).toBeGreaterThanOrEqual(7));

  describe.each(files)('%s', (file) => {
    const bytes = gunzipSync(readFileSync(join(folder, file)));
    const graph = readHeap(bytes, 4096);

    it('equals what JSON.parse gives, node by node', () => {
      expect(named(graph)).toEqual(naiveGraph(bytes.toString()));
    });

    it('holds the class that its program leaked', () => {
      const kept = /timeline/.test(file) ? ['Tracked', 250] : ['Leaky', 20];
      const object = NODE_TYPES.indexOf('object');
      const found = Array.from(graph.nodeType.keys()).filter(
        (node) => graph.nodeType[node] === object && graph.strings.at(graph.name[node]) === kept[0],
      );
      // The class's prototype has its name too.
      expect(found.length).toBeGreaterThanOrEqual(Number(kept[1]));
    });

    it('is the same after a way out and in again', () => {
      const out = exported(graph);
      JSON.parse(Buffer.from(out).toString());
      expect(plainGraph(readHeap(out, 1000))).toEqual(plainGraph(graph));
    });
  });

  it.each(files.filter((file) => /timeline/.test(file)))('%s has allocation sites', (file) => {
    const { traces, traceNode, samples, strings } = readHeap(gunzipSync(readFileSync(join(folder, file))));
    expect(samples?.length).toBeGreaterThan(2);
    expect(traces?.functions.length).toBeGreaterThan(5);
    const names = Array.from(traces?.functions.name ?? [], (row) => strings.at(row));
    expect(names).toContain('Tracked');
    const known = new Set(traces?.id);
    for (const id of traceNode ?? []) expect(id === 0 || known.has(id)).toBe(true);
  });
});
