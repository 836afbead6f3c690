import type { HeapGraph } from '../model/heap-graph.js';
import type { TraceTable } from '../model/trace-table.js';
import { heapSnapshotHeader } from './heapsnapshot-header.js';
import type { JsonBytes } from './json-bytes.js';

/** The sections between `edges` and `strings`, in V8's order; empty where the graph has none. */
export function traceSections(graph: HeapGraph, out: JsonBytes): void {
  const { traces, samples, locations } = graph;
  out.text('"trace_function_infos":[');
  if (traces) {
    const { functions: of } = traces;
    for (let row = 0; row < of.length; row++)
      numbers(out, row, [
        row,
        of.name[row],
        of.scriptName[row],
        of.scriptId[row],
        of.line[row],
        of.column[row],
      ]);
  }
  out.text('],\n"trace_tree":[');
  if (traces) traceTree(traces, out);
  out.text('],\n"samples":[');
  if (samples)
    for (let row = 0; row < samples.length; row++)
      numbers(out, row, [samples.time[row], samples.lastId[row]]);
  out.text('],\n"locations":[');
  if (locations) {
    const perNode = heapSnapshotHeader(graph).meta.node_fields.length;
    for (let row = 0; row < locations.length; row++)
      numbers(out, row, [
        locations.node[row] * perNode,
        locations.script[row],
        locations.line[row],
        locations.column[row],
      ]);
  }
  out.text('],\n');
}

/** Rows stand as V8 wrote them, each before its children, so that depth alone says what to close. */
function traceTree(traces: TraceTable, out: JsonBytes): void {
  const open: number[] = [];
  for (let row = 0; row < traces.length; row++) {
    const parent = row === 0 ? undefined : traces.parent[row];
    while (open.length > 0 && open.at(-1) !== parent) {
      open.pop();
      out.byte(93);
    }
    const first = row === 0 || parent === row - 1;
    numbers(out, first ? 0 : 1, [traces.id[row], traces.function[row], traces.count[row], traces.size[row]]);
    out.text(',[');
    open.push(row);
  }
  for (const _ of open) out.byte(93);
}

function numbers(out: JsonBytes, row: number, values: readonly number[]): void {
  for (let i = 0; i < values.length; i++) {
    if (row > 0 || i > 0) out.byte(44);
    out.number(values[i]);
  }
}
