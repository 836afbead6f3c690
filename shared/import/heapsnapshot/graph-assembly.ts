import { columnU32 } from '../../base/column-memory.js';
import type { HeapGraph } from '../../model/heap-graph.js';
import type { SampleTable, TraceTable } from '../../model/trace-table.js';
import type { EdgeColumns, EdgeMemory } from './edge-columns.js';
import type { Layout } from './layout.js';
import type { LocationColumns } from './location-columns.js';
import { malformed } from './malformed.js';
import type { NodeColumns } from './node-columns.js';
import type { NumberColumns } from './number-columns.js';
import type { FinishedStrings } from './string-scanner.js';
import type { TraceTreeScanner } from './trace-tree-scanner.js';

/** What the sections of one file have become so far. */
export interface Sections {
  layout?: Layout;
  nodes?: NodeColumns;
  edges?: EdgeColumns;
  /** Where another thread writes the last edges. */
  edgeMemory?: EdgeMemory;
  strings?: FinishedStrings;
  locations?: LocationColumns;
  samples?: NumberColumns;
  traceFunctions?: NumberColumns;
  traceTree?: TraceTreeScanner;
}

/** Puts the sections of a file together and checks what one says about another. */
export function assembleGraph(sections: Sections): HeapGraph {
  const { layout, nodes, edges, strings: scanned } = sections;
  if (!layout) throw malformed('it has no section snapshot');
  if (!nodes) throw malformed('it has no section nodes');
  if (!edges) throw malformed('it has no section edges');
  if (!scanned) throw malformed('it has no section strings');
  const strings = scanned.strings();
  if (nodes.lastName >= strings.length) throw malformed('a node is named by a string that does not exist');
  if (edges.rows > 0 && edges.lastName >= Math.max(1, strings.length))
    throw malformed('an edge is named by a string that does not exist');
  return {
    producer: layout.producer,
    nodeCount: nodes.rows,
    edgeCount: edges.rows,
    nodeType: nodes.nodeType,
    name: nodes.name,
    id: nodes.id,
    selfSize: nodes.selfSize,
    ...(nodes.detachedness && { detachedness: nodes.detachedness }),
    ...(nodes.traced && { traceNode: nodes.traceNode }),
    firstEdge: nodes.firstEdge,
    edgeType: edges.edgeType,
    edgeName: edges.edgeName,
    edgeTarget: edges.edgeTarget,
    strings,
    ...given('extraNativeBytes', layout.extraNativeBytes),
    ...given('locations', sections.locations?.table()),
    ...given('traces', traceTable(sections, strings.length)),
    ...given('samples', sampleTable(sections)),
  };
}

function given<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}

function sampleTable({ layout, samples }: Sections): SampleTable | undefined {
  if (!layout || !samples || samples.rows === 0) return undefined;
  return {
    length: samples.rows,
    time: samples.column(layout.sample.time),
    lastId: samples.column(layout.sample.lastId),
  };
}

function traceTable(sections: Sections, stringCount: number): TraceTable | undefined {
  const { layout, traceFunctions, traceTree } = sections;
  if (!layout || !traceFunctions || !traceTree || traceTree.nodes.rows === 0) return undefined;
  const { nodes } = traceTree;
  const of = layout.traceFunction;
  const tree = layout.traceNode;
  const functions = {
    length: traceFunctions.rows,
    name: below(traceFunctions, of.name, stringCount),
    scriptName: below(traceFunctions, of.scriptName, stringCount),
    scriptId: narrowed(fitting(traceFunctions, of.scriptId)),
    line: narrowed(fitting(traceFunctions, of.line)),
    column: narrowed(fitting(traceFunctions, of.column)),
  };
  return {
    length: nodes.rows,
    id: narrowed(fitting(nodes, tree.id)),
    parent: narrowed(nodes.column(tree.fields)),
    function: below(nodes, tree.function, Math.max(1, functions.length)),
    count: narrowed(fitting(nodes, tree.count)),
    size: nodes.column(tree.size),
    functions,
  };
}

function below(columns: NumberColumns, field: number, limit: number): Uint32Array {
  const column = columns.column(field);
  for (const value of column)
    if (value >= limit) throw malformed('an allocation site refers to what does not exist');
  return narrowed(column);
}

/** Lines, columns, counts: what does not fit in 32 bits cannot be one. */
function fitting(columns: NumberColumns, field: number): Float64Array {
  const column = columns.column(field);
  for (const value of column) if (value > 0xffff_ffff) throw malformed('a number is too large for its place');
  return column;
}

function narrowed(column: Float64Array): Uint32Array {
  const narrow = columnU32(column.length);
  narrow.set(column);
  return narrow;
}
