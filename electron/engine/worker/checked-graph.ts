import { Failure } from '../../../shared/base/failure.js';
import { stopIfCancelled, type Watch } from '../../../shared/base/watch.js';
import { ByteStrings } from '../../../shared/model/byte-strings.js';
import { EDGE_TYPES, EdgeType, type HeapGraph } from '../../../shared/model/heap-graph.js';
import type { TraceTable } from '../../../shared/model/trace-table.js';

/**
 * A graph whose columns came from a file, checked so that no later loop can run astray: lengths fit, rows
 * exist, edges lead to nodes. Throws the Failure `damaged`.
 */
export function checkedGraph(given: unknown, watch: Watch): HeapGraph {
  const graph = given as HeapGraph;
  watch.progress(undefined, 'checking columns');
  const { nodeCount, edgeCount } = graph;
  need(isCount(nodeCount) && nodeCount > 0 && isCount(edgeCount));
  need(graph.producer === 'v8' || graph.producer === 'cpython');
  need(graph.strings instanceof ByteStrings);
  checkStrings(graph.strings as ByteStrings);
  need(isColumn(graph.nodeType, [Uint8Array], nodeCount) && below(graph.nodeType, 15));
  need(isColumn(graph.name, [Uint32Array], nodeCount) && below(graph.name, graph.strings.length));
  need(isColumn(graph.id, [Uint32Array, Float64Array], nodeCount) && whole(graph.id));
  need(isColumn(graph.selfSize, [Uint32Array, Float64Array], nodeCount) && whole(graph.selfSize));
  need(!graph.detachedness || isColumn(graph.detachedness, [Uint8Array], nodeCount));
  need(!graph.flags || isColumn(graph.flags, [Uint8Array], nodeCount));
  need(!graph.refCount || isColumn(graph.refCount, [Uint32Array], nodeCount));
  need(!graph.traceNode || isColumn(graph.traceNode, [Uint32Array], nodeCount));
  stopIfCancelled(watch);
  need(isColumn(graph.firstEdge, [Uint32Array], nodeCount + 1) && isRising(graph.firstEdge));
  need(graph.firstEdge[0] === 0 && graph.firstEdge[nodeCount] === edgeCount);
  need(
    isColumn(graph.edgeType, [Uint8Array], edgeCount) && isColumn(graph.edgeTarget, [Uint32Array], edgeCount),
  );
  need(isColumn(graph.edgeName, [Uint32Array], edgeCount) && edgesExist(graph, watch));
  stopIfCancelled(watch);
  checkTables(graph);
  return graph;
}

function checkStrings({ bytes, starts }: ByteStrings): void {
  need(bytes instanceof Uint8Array && starts instanceof Uint32Array && starts.length > 0);
  need(starts[0] === 0 && isRising(starts) && starts[starts.length - 1] <= bytes.length);
}

function checkTables({ locations, traces, samples, nodeCount, strings }: HeapGraph): void {
  if (locations) {
    const { length } = locations;
    need(isColumn(locations.node, [Uint32Array], length) && below(locations.node, nodeCount));
    for (const column of [locations.script, locations.line, locations.column])
      need(isColumn(column, [Uint16Array, Uint32Array], length));
    need(isRising(locations.node));
  }
  if (samples) {
    need(isColumn(samples.time, [Float64Array], samples.length) && whole(samples.time));
    need(isColumn(samples.lastId, [Float64Array], samples.length) && whole(samples.lastId));
  }
  if (traces) checkTraces(traces, strings.length);
}

function checkTraces(traces: TraceTable, strings: number): void {
  const { length, functions: of } = traces;
  need(isColumn(traces.id, [Uint32Array], length) && isColumn(traces.parent, [Uint32Array], length));
  for (let row = 1; row < length; row++) need(traces.parent[row] < row);
  need(length === 0 || traces.parent[0] === 0);
  need(isColumn(traces.function, [Uint32Array], length) && below(traces.function, Math.max(1, of.length)));
  need(isColumn(traces.count, [Uint32Array], length));
  need(isColumn(traces.size, [Float64Array], length) && whole(traces.size));
  need(isColumn(of.name, [Uint32Array], of.length) && below(of.name, strings));
  need(isColumn(of.scriptName, [Uint32Array], of.length) && below(of.scriptName, strings));
  for (const column of [of.scriptId, of.line, of.column]) need(isColumn(column, [Uint32Array], of.length));
}

type ColumnClass =
  | typeof Uint8Array
  | typeof Uint16Array
  | typeof Uint32Array
  | typeof Int32Array
  | typeof Float64Array;

/** Whether it is a column of one of these kinds with `length` rows. */
export function isColumn(column: unknown, kinds: readonly ColumnClass[], length: number): boolean {
  return kinds.some((kind) => column instanceof kind && column.length === length);
}

/** A loop for each kind of column: one for all would be several times slower. */
export function below(column: Uint8Array | Uint16Array | Uint32Array, limit: number): boolean {
  if (column instanceof Uint8Array) return column.length === 0 || most8(column) < limit;
  return column.length === 0 || (column instanceof Uint16Array ? most16(column) : most32(column)) < limit;
}

function most8(column: Uint8Array): number {
  let most = 0;
  for (let row = 0; row < column.length; row++) most = Math.max(most, column[row]);
  return most;
}

function most16(column: Uint16Array): number {
  let most = 0;
  for (let row = 0; row < column.length; row++) most = Math.max(most, column[row]);
  return most;
}

function most32(column: Uint32Array): number {
  let most = 0;
  for (let row = 0; row < column.length; row++) most = Math.max(most, column[row]);
  return most;
}

function isRising(column: Uint32Array): boolean {
  for (let row = 1; row < column.length; row++) if (column[row] < column[row - 1]) return false;
  return true;
}

export function whole(column: Uint32Array | Float64Array): boolean {
  if (column instanceof Uint32Array) return true;
  for (let row = 0; row < column.length; row++)
    if (!(column[row] >= 0 && column[row] <= Number.MAX_SAFE_INTEGER)) return false;
  return true;
}

/** In one pass, which is what it costs: each edge leads to a node, and every one but an indexed is named by a string. */
function edgesExist(
  { nodeCount, edgeName, edgeType, edgeTarget, strings }: HeapGraph,
  watch: Watch,
): boolean {
  const { length } = strings;
  const types = EDGE_TYPES.length;
  for (let edge = 0; edge < edgeName.length; edge++) {
    if ((edge & 0xfffff) === 0) stopIfCancelled(watch);
    const type = edgeType[edge];
    if (edgeTarget[edge] >= nodeCount || type >= types) return false;
    if (edgeName[edge] >= length && type !== EdgeType.element && type !== EdgeType.hidden) return false;
  }
  return true;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

export function need(condition: boolean): asserts condition {
  if (!condition)
    throw new Failure(
      'damaged',
      'The stored columns of this snapshot do not fit together.',
      'Open another snapshot of the session, or a copy of the file.',
    );
}
