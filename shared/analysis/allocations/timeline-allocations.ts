import type { AllocationProfile } from '../../model/allocation-profile.js';
import { CallRows } from '../../model/call-rows.js';
import type { HeapGraph } from '../../model/heap-graph.js';
import { TYPE_FILE } from '../../model/label-frames.js';
import { NO_STACK, type StackTable } from '../../model/stack-table.js';
import type { SampleTable, TraceTable } from '../../model/trace-table.js';

/**
 * What a `.heaptimeline` tells of the objects that it holds: the stack that allocated each, and when. Ordinals are
 * milliseconds since the tracking began; the type of an object stands on its stack where `types` tells it. Undefined for a snapshot that was taken without tracking.
 */
export function timelineAllocations(graph: HeapGraph, types?: NodeTypes): AllocationProfile | undefined {
  const { traces, traceNode, nodeCount, id, selfSize, samples } = graph;
  if (!traces || !traceNode || traces.length === 0) return undefined;
  const rowOf = rowsById(traces);
  const stacks = stacksOf(traces, graph);
  const typed = types && new TypedStacks(stacks, types);
  /** Of each stack and moment one row. */
  const cells = new CallRows();
  let weight = new Float64Array(1024);
  let count = new Float64Array(1024);
  for (let node = 0; node < nodeCount; node++) {
    if (traceNode[node] === 0) continue;
    const row = rowOf(traceNode[node]);
    const stack = row > 0 ? row - 1 : NO_STACK;
    const cell = cells.row(typed ? typed.row(stack, node) : stack, momentOf(id[node], samples));
    if (cell >= weight.length) {
      weight = doubled(weight);
      count = doubled(count);
    }
    weight[cell] += selfSize[node];
    count[cell]++;
  }
  if (cells.length === 0) return undefined;
  const { length } = cells;
  const table = {
    ...{ length, stack: cells.parent.slice(0, length), stacks: typed?.table() ?? stacks },
    ...{ weight: weight.slice(0, length), count: count.slice(0, length) },
    ordinal: Float64Array.from(cells.frame.subarray(0, length)),
  };
  const duration = samples && samples.length > 0 ? samples.time[samples.length - 1] / 1000 : 0;
  return { kind: 'timeline', name: 'V8 allocation timeline', unit: 'bytes', lines: 'call', duration, table };
}

/** The class of every node: a row of the names. */
export interface NodeTypes {
  readonly classOf: Uint16Array | Uint32Array;
  readonly classNames: readonly string[];
}

/** Stacks that end with the type of what was allocated. */
class TypedStacks {
  readonly #rows = new CallRows();
  readonly #frames: Map<number, number> = new Map();
  readonly #names: string[] = [];

  constructor(
    private readonly stacks: StackTable,
    private readonly types: NodeTypes,
  ) {}

  row(stack: number, node: number): number {
    const type = this.types.classOf[node];
    let frame = this.#frames.get(type);
    if (frame === undefined) {
      frame = this.#names.push(this.types.classNames[type] ?? '') - 1;
      this.#frames.set(type, frame);
    }
    return this.stacks.length + this.#rows.row(stack, frame);
  }

  table(): StackTable {
    const { length, prefix, frame, frames } = this.stacks;
    const { length: more, parent, frame: type } = this.#rows;
    const names = this.#names;
    const whole = { prefix: new Int32Array(length + more), frame: new Uint32Array(length + more) };
    whole.prefix.set(prefix);
    whole.prefix.set(parent.subarray(0, more), length);
    whole.frame.set(frame);
    for (let row = 0; row < more; row++) whole.frame[length + row] = frames.length + type[row];
    const longer = (column: Uint32Array): Uint32Array => {
      const to = new Uint32Array(frames.length + names.length);
      to.set(column);
      return to;
    };
    return {
      length: length + more,
      ...whole,
      frames: {
        length: frames.length + names.length,
        name: [...frames.name, ...names],
        file: [...frames.file, ...names.map(() => TYPE_FILE)],
        line: longer(frames.line),
        ...(frames.column ? { column: longer(frames.column) } : {}),
      },
    };
  }
}

/** The tree of calls without its root, which is none. */
function stacksOf(traces: TraceTable, { strings }: HeapGraph): StackTable {
  const { functions, parent } = traces;
  const length = traces.length - 1;
  const texts = (rows: Uint32Array): string[] => Array.from(rows, (row) => strings.at(row) ?? '');
  return {
    length,
    prefix: Int32Array.from({ length }, (_, stack) =>
      parent[stack + 1] > 0 ? parent[stack + 1] - 1 : NO_STACK,
    ),
    frame: traces.function.slice(1),
    frames: {
      length: functions.length,
      ...{ name: texts(functions.name), file: texts(functions.scriptName) },
      ...{ line: functions.line, column: functions.column },
    },
  };
}

function rowsById({ id, length }: TraceTable): (wanted: number) => number {
  let last = 0;
  for (const one of id) last = Math.max(last, one);
  if (last < MOST_DENSE) {
    const rows = new Uint32Array(last + 1);
    for (let row = 0; row < length; row++) rows[id[row]] = row;
    return (wanted) => (wanted <= last ? rows[wanted] : 0);
  }
  const rows = new Map(Array.from(id, (one, row) => [one, row]));
  return (wanted) => rows.get(wanted) ?? 0;
}

/** Whole milliseconds; 0 for an object that is older than the first sample, or where there are none. */
function momentOf(id: number, samples: SampleTable | undefined): number {
  if (!samples || samples.length === 0) return 0;
  let low = 0;
  let high = samples.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples.lastId[middle] >= id) high = middle;
    else low = middle + 1;
  }
  return Math.round(samples.time[low] / 1000);
}

function doubled(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(column.length * 2);
  longer.set(column);
  return longer;
}

const MOST_DENSE = 1 << 26;
