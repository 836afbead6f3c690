import { EDGE_TYPES, type HeapGraph, NODE_TYPES } from '../model/heap-graph.js';

const TRACE_FUNCTION_FIELDS = ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'] as const;

/** What stands under `snapshot`. `leakscope` is ours: other readers pass it over. */
export function heapSnapshotHeader(graph: HeapGraph) {
  return {
    meta: {
      node_fields: [
        'type',
        'name',
        'id',
        'self_size',
        'edge_count',
        ...(graph.traceNode ? ['trace_node_id'] : []),
        ...(graph.detachedness ? ['detachedness'] : []),
      ],
      node_types: [
        NODE_TYPES,
        'string',
        'number',
        'number',
        'number',
        ...(graph.traceNode ? ['number'] : []),
        ...(graph.detachedness ? ['number'] : []),
      ],
      edge_fields: ['type', 'name_or_index', 'to_node'],
      edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
      trace_function_info_fields: TRACE_FUNCTION_FIELDS,
      trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
      sample_fields: ['timestamp_us', 'last_assigned_id'],
      location_fields: ['object_index', 'script_id', 'line', 'column'],
    },
    node_count: graph.nodeCount,
    edge_count: graph.edgeCount,
    trace_function_count: graph.traces?.functions.length ?? 0,
    ...(graph.extraNativeBytes !== undefined && { extra_native_bytes: graph.extraNativeBytes }),
    ...(graph.producer === 'v8' ? {} : { leakscope: { producer: graph.producer } }),
  };
}
