import type { HeapGraph } from '../../model/heap-graph.js';
import { EdgeColumns, type EdgeMemory } from './edge-columns.js';
import { assembleGraph, type Sections } from './graph-assembly.js';
import { ValueWalker } from './json-sections.js';
import { type Layout, layoutOf } from './layout.js';
import { LocationColumns } from './location-columns.js';
import { malformed } from './malformed.js';
import { NodeColumns } from './node-columns.js';
import { NumberColumns } from './number-columns.js';
import { NumberScanner } from './number-scanner.js';
import type { SectionScanner } from './section-scanner.js';
import { type FinishedStrings, StringScanner } from './string-scanner.js';
import { TraceTreeScanner } from './trace-tree-scanner.js';

/** Gives each section of a file its scanner and gathers what comes out. */
export class SnapshotSections {
  readonly #sections: Sections = {};
  readonly #seen = new Set<string>();
  #header: ValueWalker | undefined;

  constructor(
    readonly size: number | undefined,
    edgeMemory: EdgeMemory | undefined,
  ) {
    if (edgeMemory) this.#sections.edgeMemory = edgeMemory;
  }

  /** A scanner for the value of `key`; undefined for a key that means nothing here. `left`: bytes to the file's end. */
  scanner(key: string, left: number | undefined): SectionScanner | undefined {
    const make = SCANNERS[key];
    if (key !== 'snapshot' && !make) return undefined;
    if (this.#seen.has(key)) throw malformed(`it has two sections named ${key}`);
    this.#seen.add(key);
    if (!make) {
      this.#header = new ValueWalker(true);
      return this.#header;
    }
    const { layout } = this.#sections;
    if (!layout) throw malformed(`${key} comes before snapshot`);
    return make(this.#sections, layout, left);
  }

  ended(key: string): void {
    if (key === 'snapshot') this.#sections.layout = layoutOf(parsed(this.#header?.text() ?? ''));
    if (key === 'nodes') this.#sections.nodes?.finish();
    if (key === 'edges') this.#sections.edges?.finish();
  }

  /** The edges that follow were read elsewhere, all but the last; false where that does not fit what was read here. */
  adoptEdges(scanner: SectionScanner, rows: number, lastName: number): boolean {
    const { edges, edgeMemory } = this.#sections;
    if (!edges || edges.edgeType !== edgeMemory?.edgeType) return false;
    if (!(scanner instanceof NumberScanner) || !scanner.settle()) return false;
    if (edges.rows + rows + 1 !== edges.expected) return false;
    edges.adopt(rows, lastName);
    return true;
  }

  adoptStrings(strings: FinishedStrings): void {
    this.#sections.strings = strings;
  }

  graph(): HeapGraph {
    return assembleGraph(this.#sections);
  }
}

type Make = (sections: Sections, layout: Layout, left: number | undefined) => SectionScanner;

const small =
  (name: 'samples' | 'traceFunctions', fields: (layout: Layout) => number, section: string): Make =>
  (sections, layout) => {
    const columns = new NumberColumns(fields(layout));
    sections[name] = columns;
    return new NumberScanner(section, columns.fields, (batch, rows) => columns.take(batch, rows));
  };

const SCANNERS: Readonly<Record<string, Make>> = Object.assign(Object.create(null) as Record<string, Make>, {
  nodes: (sections, layout, left) => {
    const nodes = new NodeColumns(layout.node, layout.nodeCount, rowsIn(left, layout.node.fields));
    sections.nodes = nodes;
    return new NumberScanner(
      'nodes',
      layout.node.fields,
      (batch, rows) => nodes.take(batch, rows),
      nodes.common ? (bytes, from, last) => nodes.readRows(bytes, from, last) : undefined,
    );
  },
  edges: (sections, layout, left) => {
    const { nodes } = sections;
    if (!nodes) throw malformed('edges come before nodes');
    if (layout.edgeCount !== undefined && layout.edgeCount !== nodes.edges)
      throw malformed(`edge_count says ${layout.edgeCount}, and its nodes have ${nodes.edges} edges`);
    const edges = new EdgeColumns(
      layout.edge,
      layout.node.fields,
      nodes.rows,
      nodes.edges,
      rowsIn(left, layout.edge.fields),
      sections.edgeMemory,
    );
    sections.edges = edges;
    return new NumberScanner(
      'edges',
      layout.edge.fields,
      (batch, rows) => edges.take(batch, rows),
      edges.common ? (bytes, from, last) => edges.readRows(bytes, from, last) : undefined,
    );
  },
  strings: (sections, _, left) => {
    const scanner = new StringScanner(left);
    sections.strings = scanner;
    return scanner;
  },
  locations: (sections, layout, left) => {
    const { nodes } = sections;
    if (!nodes) throw malformed('locations come before nodes');
    const locations = new LocationColumns(
      layout.location,
      layout.node.fields,
      nodes.rows,
      rowsIn(left, layout.location.fields),
    );
    sections.locations = locations;
    return new NumberScanner('locations', layout.location.fields, (batch, rows) =>
      locations.take(batch, rows),
    );
  },
  samples: small('samples', (layout) => layout.sample.fields, 'samples'),
  trace_function_infos: small(
    'traceFunctions',
    (layout) => layout.traceFunction.fields,
    'trace_function_infos',
  ),
  trace_tree: (sections, layout) => {
    sections.traceTree = new TraceTreeScanner(layout.traceNode);
    return sections.traceTree;
  },
} satisfies Record<string, Make>);

/** A row is at least a digit and a comma for each field. */
function rowsIn(left: number | undefined, fields: number): number {
  return left === undefined ? Number.POSITIVE_INFINITY : Math.floor((left + 1) / (2 * fields));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('its header is not JSON');
  }
}
