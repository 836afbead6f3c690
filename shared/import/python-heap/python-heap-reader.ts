import { stopIfCancelled, UNWATCHED, type Watch } from '../../base/watch.js';
import { decodeUtf8 } from '../../model/byte-strings.js';
import { EDGE_TYPES, EdgeType, type HeapGraph, NODE_TYPES, NodeType } from '../../model/heap-graph.js';
import { PYTHON_HEAP_MAGIC, type PythonHeapMeta, PythonHeapTag } from '../../model/python-heap-stream.js';
import { AgeRecords } from './age-records.js';
import { malformedStream } from './malformed-stream.js';
import { assemblePythonGraph } from './python-graph-assembly.js';
import { PythonHeapColumns } from './python-heap-columns.js';
import { RecordSplitter } from './record-splitter.js';
import { StringRecords } from './string-records.js';

const NODE_BYTES = 8 + 1 + 4 + 8 + 4 + 1 + 4;
const LEAF_BYTES = NODE_BYTES - 4;
const EDGE_BYTES = 1 + 4 + 8;

/**
 * Reads the agent's stream of a CPython heap. A stream that ends without its END is read as far as it goes, and
 * the graph says so in `partial`; one that contradicts itself is refused.
 */
export class PythonHeapReader {
  readonly #columns = new PythonHeapColumns();
  readonly #strings = new StringRecords();
  readonly #ages = new AgeRecords();
  readonly #records = new RecordSplitter((tag, payload) => this.#take(tag, payload));
  #read = 0;
  #meta: PythonHeapMeta | undefined;
  #ended = false;
  /** Nodes and edges as the stream counts them: also those that are dropped. */
  #sentNodes = 0;
  #sentEdges = 0;
  /** Row (-1: dropped) and number of edges of each node of the last NODES record, and which is being filled. */
  #owners = new Int32Array(0);
  #owed = new Uint32Array(0);
  #owner = 0;
  #unfilled = 0;

  constructor(
    readonly size?: number,
    readonly watch: Watch = UNWATCHED,
  ) {}

  push(chunk: Uint8Array): void {
    stopIfCancelled(this.watch);
    let at = 0;
    for (; this.#read + at < PYTHON_HEAP_MAGIC.length && at < chunk.length; at++)
      if (chunk[at] !== PYTHON_HEAP_MAGIC.charCodeAt(this.#read + at))
        throw malformedStream('it does not begin as one');
    this.#records.push(chunk, at);
    this.#read += chunk.length;
    this.watch.progress(this.size ? Math.min(1, this.#read / this.size) : undefined, 'reading Python heap');
  }

  end(): HeapGraph {
    if (this.#columns.nodes === 0) throw malformedStream('it has no objects');
    this.watch.progress(undefined, 'joining references');
    this.#ages.settle(this.#columns);
    return assemblePythonGraph(this.#columns, this.#strings.strings(), this.#meta, !this.#ended);
  }

  #take(tag: number, payload: DataView): void {
    if (this.#ended) throw malformedStream('something follows its end');
    if (tag === PythonHeapTag.strings) this.#strings.take(payload);
    else if (tag === PythonHeapTag.nodes) this.#nodes(payload, NODE_BYTES);
    else if (tag === PythonHeapTag.leaves) this.#nodes(payload, LEAF_BYTES);
    else if (tag === PythonHeapTag.edges) this.#edges(payload);
    else if (tag === PythonHeapTag.ages) this.#ages.take(payload);
    else if (tag === PythonHeapTag.meta) this.#meta = metaOf(payload);
    else if (tag === PythonHeapTag.end) this.#end(payload);
    // A tag that this version does not know is passed over.
  }

  #nodes(payload: DataView, bytes: number): void {
    const rows = rowsOf(payload, bytes);
    const { length: known } = NODE_TYPES;
    const columns = this.#columns;
    const withEdges = bytes === NODE_BYTES;
    if (withEdges) {
      if (this.#unfilled > 0) throw malformedStream('references are missing');
      this.#owners = new Int32Array(rows);
      this.#owed = new Uint32Array(rows);
      this.#owner = 0;
    }
    for (let row = 0, at = 4; row < rows; row++, at += bytes) {
      const id = u64(payload, at);
      const node = columns.addNode(id);
      const name = payload.getUint32(at + 9, true);
      if (name >= this.#strings.rows)
        throw malformedStream('an object is named by a string that has not come');
      if (withEdges) {
        this.#owners[row] = node;
        this.#owed[row] = payload.getUint32(at + 26, true);
        if (this.#owed[row] > 0) this.#unfilled++;
      }
      if (node < 0) continue;
      const type = payload.getUint8(at + 8);
      if (node === 0 && (id !== 0 || type !== NodeType.synthetic))
        throw malformedStream('its first object is not the root');
      columns.nodeType[node] = type < known ? type : NodeType.hidden;
      columns.name[node] = name;
      columns.selfSize[node] = u64(payload, at + 13);
      columns.refCount[node] = payload.getUint32(at + 21, true);
      columns.flags[node] = payload.getUint8(at + 25);
    }
    this.#sentNodes += rows;
  }

  #edges(payload: DataView): void {
    const rows = rowsOf(payload, EDGE_BYTES);
    const { length: known } = EDGE_TYPES;
    const owed = this.#owed;
    let owner = this.#owner;
    for (let row = 0, at = 4; row < rows; row++, at += EDGE_BYTES) {
      while (owner < owed.length && owed[owner] === 0) owner++;
      if (owner >= owed.length) throw malformedStream('there are more references than its objects have');
      const type = payload.getUint8(at);
      if (type >= known) throw malformedStream('a reference has an unknown type');
      const name = payload.getUint32(at + 1, true);
      if (name >= this.#strings.rows && type !== EdgeType.element && type !== EdgeType.hidden)
        throw malformedStream('a reference is named by a string that has not come');
      if (this.#owners[owner] >= 0)
        this.#columns.addEdge(this.#owners[owner], type, name, u64(payload, at + 5));
      if (--owed[owner] === 0) this.#unfilled--;
    }
    this.#owner = owner;
    this.#sentEdges += rows;
  }

  #end(payload: DataView): void {
    if (payload.byteLength < 16) throw malformedStream('its end is cut off');
    if (this.#unfilled > 0) throw malformedStream('references are missing');
    if (u64(payload, 0) !== this.#sentNodes || u64(payload, 8) !== this.#sentEdges)
      throw malformedStream('objects or references are missing');
    this.#ended = true;
  }
}

function rowsOf(payload: DataView, bytes: number): number {
  if (payload.byteLength < 4) throw malformedStream('a record has no count');
  const rows = payload.getUint32(0, true);
  if (payload.byteLength !== 4 + rows * bytes)
    throw malformedStream('a record has another length than its rows');
  return rows;
}

function u64(payload: DataView, at: number): number {
  const value = payload.getUint32(at, true) + payload.getUint32(at + 4, true) * 4294967296;
  if (value > Number.MAX_SAFE_INTEGER) throw malformedStream('a number is too large for its place');
  return value;
}

function metaOf(payload: DataView): PythonHeapMeta {
  const text = decodeUtf8(
    new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength),
    0,
    payload.byteLength,
  );
  try {
    const meta: unknown = JSON.parse(text);
    if (typeof meta === 'object' && meta !== null && !Array.isArray(meta) && isOwn(meta))
      return meta as PythonHeapMeta;
  } catch {
    // Told below.
  }
  throw malformedStream('its description is not JSON');
}

function isOwn(meta: object): boolean {
  if (!('own' in meta)) return true;
  const { own } = meta;
  return Array.isArray(own) && own.every((id) => Number.isSafeInteger(id) && id >= 0);
}
