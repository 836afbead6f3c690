import { EDGE_TYPES, EdgeType, NODE_TYPES, NodeType } from '../../model/heap-graph.js';
import { malformed } from './malformed.js';

/** Where each field stands in a row, as the file's own `meta` says; -1 for one that it does not have. */
export interface Layout {
  /** Absent when the header does not say. Claims: nothing is trusted before it is counted. */
  readonly nodeCount?: number;
  readonly edgeCount?: number;
  readonly extraNativeBytes?: number;
  /** Set in files that Leakscope wrote from another runtime's heap. */
  readonly producer: 'v8' | 'cpython';
  readonly node: NodeLayout;
  readonly edge: EdgeLayout;
  readonly location: LocationLayout;
  readonly sample: SampleLayout;
  readonly traceFunction: TraceFunctionLayout;
  readonly traceNode: TraceNodeLayout;
}

export interface NodeLayout {
  readonly fields: number;
  readonly type: number;
  readonly name: number;
  readonly id: number;
  readonly selfSize: number;
  readonly edgeCount: number;
  readonly traceNode: number;
  readonly detachedness: number;
  /** The file's type numbers to rows of NODE_TYPES. */
  readonly types: Uint8Array;
}

export interface EdgeLayout {
  readonly fields: number;
  readonly type: number;
  readonly name: number;
  readonly target: number;
  /** The file's type numbers to rows of EDGE_TYPES. */
  readonly types: Uint8Array;
}

export interface LocationLayout {
  readonly fields: number;
  readonly node: number;
  readonly script: number;
  readonly line: number;
  readonly column: number;
}

export interface SampleLayout {
  readonly fields: number;
  readonly time: number;
  readonly lastId: number;
}

export interface TraceFunctionLayout {
  readonly fields: number;
  readonly name: number;
  readonly scriptName: number;
  readonly scriptId: number;
  readonly line: number;
  readonly column: number;
}

export interface TraceNodeLayout {
  /** Numbers before the list of children. */
  readonly fields: number;
  readonly id: number;
  readonly function: number;
  readonly count: number;
  readonly size: number;
}

/** A row wider than this is no heap snapshot. */
const MOST_FIELDS = 64;

/** Reads the value of the file's `snapshot` key, already parsed from JSON. */
export function layoutOf(header: unknown): Layout {
  const snapshot = record(header, 'snapshot');
  const meta = record(snapshot['meta'], 'snapshot.meta');
  const node = names(meta['node_fields'], 'node_fields');
  const edge = names(meta['edge_fields'], 'edge_fields');
  const location = optionalNames(meta['location_fields'], ['object_index', 'script_id', 'line', 'column']);
  const sample = optionalNames(meta['sample_fields'], ['timestamp_us', 'last_assigned_id']);
  const traced = optionalNames(meta['trace_function_info_fields'], [
    'function_id',
    'name',
    'script_name',
    'script_id',
    'line',
    'column',
  ]);
  const traceNode = optionalNames(meta['trace_node_fields'], [
    'id',
    'function_info_index',
    'count',
    'size',
    'children',
  ]);
  if (traceNode.indexOf('children') !== traceNode.length - 1)
    throw malformed('children must be the last of trace_node_fields');
  return {
    nodeCount: count(snapshot['node_count'], 'node_count'),
    edgeCount: count(snapshot['edge_count'], 'edge_count'),
    extraNativeBytes: count(snapshot['extra_native_bytes'], 'extra_native_bytes'),
    producer: producerOf(snapshot['leakscope']),
    node: {
      fields: node.length,
      type: needed(node, 'type'),
      name: needed(node, 'name'),
      id: needed(node, 'id'),
      selfSize: needed(node, 'self_size'),
      edgeCount: needed(node, 'edge_count'),
      traceNode: node.indexOf('trace_node_id'),
      detachedness: node.indexOf('detachedness'),
      types: typeRows(meta['node_types'], needed(node, 'type'), NODE_TYPES, NodeType.hidden, 'node_types'),
    },
    edge: {
      fields: edge.length,
      type: needed(edge, 'type'),
      name: needed(edge, 'name_or_index'),
      target: needed(edge, 'to_node'),
      types: typeRows(meta['edge_types'], needed(edge, 'type'), EDGE_TYPES, EdgeType.internal, 'edge_types'),
    },
    location: {
      fields: location.length,
      node: location.indexOf('object_index'),
      script: location.indexOf('script_id'),
      line: location.indexOf('line'),
      column: location.indexOf('column'),
    },
    sample: {
      fields: sample.length,
      time: sample.indexOf('timestamp_us'),
      lastId: sample.indexOf('last_assigned_id'),
    },
    traceFunction: {
      fields: traced.length,
      name: traced.indexOf('name'),
      scriptName: traced.indexOf('script_name'),
      scriptId: traced.indexOf('script_id'),
      line: traced.indexOf('line'),
      column: traced.indexOf('column'),
    },
    traceNode: {
      fields: traceNode.length - 1,
      id: traceNode.indexOf('id'),
      function: traceNode.indexOf('function_info_index'),
      count: traceNode.indexOf('count'),
      size: traceNode.indexOf('size'),
    },
  };
}

function producerOf(own: unknown): 'v8' | 'cpython' {
  const given = typeof own === 'object' && own !== null && 'producer' in own ? own.producer : undefined;
  return given === 'cpython' ? 'cpython' : 'v8';
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`${what} is not an object`);
  return value as Record<string, unknown>;
}

function names(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_FIELDS)
    throw malformed(`${what} is not a list of field names`);
  if (!value.every((name) => typeof name === 'string')) throw malformed(`${what} holds something but names`);
  return value as string[];
}

function optionalNames(value: unknown, standard: readonly string[]): readonly string[] {
  return Array.isArray(value) && value.length > 0 ? names(value, 'meta') : standard;
}

function needed(fields: readonly string[], name: string): number {
  const at = fields.indexOf(name);
  if (at < 0) throw malformed(`its meta has no field '${name}'`);
  if (fields.indexOf(name, at + 1) >= 0) throw malformed(`its meta names the field '${name}' twice`);
  return at;
}

function count(value: unknown, what: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw malformed(`${what} is not a count`);
  return value;
}

/** A type that this version does not know becomes `stranger`. */
function typeRows(
  types: unknown,
  field: number,
  known: readonly string[],
  stranger: number,
  what: string,
): Uint8Array {
  const list: unknown = Array.isArray(types) ? types[field] : undefined;
  if (!Array.isArray(list) || list.length === 0 || list.length > 256)
    throw malformed(`${what} does not name the types`);
  return Uint8Array.from(list, (name) => {
    const row = known.indexOf(name as string);
    return row < 0 ? stranger : row;
  });
}
