/** A small snapshot as text, any part of which a test may replace. */
export interface SnapshotParts {
  readonly node_fields?: readonly string[];
  readonly edge_fields?: readonly string[];
  readonly nodeTypes?: readonly string[];
  readonly edgeTypes?: readonly string[];
  readonly header?: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly nodes?: readonly (number | string)[];
  readonly edges?: readonly (number | string)[];
  readonly strings?: readonly string[];
  /** Sections written before `strings`, each as raw JSON. */
  readonly sections?: Readonly<Record<string, string>>;
}

export const NODE_FIELDS = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'];
export const NODE_TYPES = ['hidden', 'array', 'string', 'object', 'synthetic'];
export const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'];

/** root -> window -> list -> window, and root -> list as element 4. */
export function snapshotText(parts: SnapshotParts = {}): string {
  const nodeFields = parts.node_fields ?? NODE_FIELDS;
  const edgeFields = parts.edge_fields ?? ['type', 'name_or_index', 'to_node'];
  const nodes =
    parts.nodes ??
    [
      [4, 0, 1, 0, 2, 0, 0],
      [3, 1, 3, 100, 1, 0, 2],
      [1, 2, 5, 40, 1, 0, 1],
    ].flat();
  const edges =
    parts.edges ??
    [
      [2, 3, 7],
      [1, 4, 14],
      [2, 4, 14],
      [6, 3, 7],
    ].flat();
  const header = {
    meta: {
      node_fields: nodeFields,
      node_types: [parts.nodeTypes ?? NODE_TYPES, ...nodeFields.slice(1).map(() => 'number')],
      edge_fields: edgeFields,
      edge_types: [parts.edgeTypes ?? EDGE_TYPES, 'string_or_number', 'node'],
      ...parts.meta,
    },
    node_count: nodes.length / nodeFields.length,
    edge_count: edges.length / edgeFields.length,
    ...parts.header,
  };
  const sections = Object.entries(parts.sections ?? {}).map(([name, json]) => `"${name}":${json},\n`);
  const strings = parts.strings ?? ['', 'Window', 'list', 'window', 'items'];
  return [
    `{"snapshot":${JSON.stringify(header)},\n`,
    `"nodes":[${nodes.join(',')}],\n`,
    `"edges":[${edges.join(',')}],\n`,
    ...sections,
    `"strings":[${strings.map((text) => JSON.stringify(text)).join(',\n')}]}`,
  ].join('');
}
