import { NODE_FIELDS, type SnapshotParts, snapshotText } from './heapsnapshot-text.js';
import type { Random } from './random.js';
import { mutatedText } from './snapshot-mutations.js';

const FUNCTION_FIELDS = ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'];
const CALL_FIELDS = ['id', 'function_info_index', 'count', 'size', 'children'];
/** Numbers at which a table by id, a 32-bit column or a row of another section may break. */
const NUMBERS = [0, 1, 2, 5, 63, 64, 65, 2 ** 26, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53 + 2];
const STRAY: readonly unknown[] = [-1, 1.5, null, 'x', {}, [], [[]], true];

/** A heap that was tracked, as its sections are: made whole, then one to three of them changed where they say something of another. */
interface Timeline {
  nodes: unknown[];
  edges: unknown[];
  functions: unknown[];
  calls: unknown[];
  samples: unknown[];
  locations: unknown[];
  meta: Record<string, unknown>;
  header: Record<string, unknown>;
}

/** Every other one also with something wrong in its text. */
export function mutatedTimeline(random: Random): string {
  const timeline = drawn(random);
  const times = random.below(6) === 0 ? 0 : 1 + random.below(3);
  for (let i = 0; i < times; i++) random.of(CHANGES)(timeline, random);
  const text = written(timeline);
  return random.below(2) === 0 ? text : mutatedText(text, random);
}

const CHANGES: readonly ((timeline: Timeline, random: Random) => void)[] = [
  ({ calls }, random) => put(listIn(calls, random), random, random.of(NUMBERS)),
  ({ calls }, random) => put(listIn(calls, random), random, random.of(STRAY)),
  ({ calls }, random) => cut(listIn(calls, random), random),
  ({ calls }, random) => listIn(calls, random).push(...[7, 0, 1, 8, []].slice(random.below(5))),
  ({ calls }, random) => nest(calls, random.of([3, 60, 2000])),
  ({ functions }, random) => put(functions, random, random.of(NUMBERS)),
  ({ functions }, random) => cut(functions, random),
  ({ samples }, random) => put(samples, random, random.of(NUMBERS)),
  ({ samples }, random) => cut(samples, random),
  ({ samples }) => samples.reverse(),
  ({ locations }, random) => put(locations, random, random.of(NUMBERS)),
  ({ locations }, random) => cut(locations, random),
  ({ nodes }, random) => {
    nodes[random.below(nodes.length / 7) * 7 + 5] = random.of(NUMBERS);
  },
  ({ meta }, random) => {
    meta[random.of(['trace_function_info_fields', 'trace_node_fields', 'sample_fields'])] = random.of([
      ...[[], ['children'], ['id', 'children'], CALL_FIELDS.slice(0, 4), 'id', null],
      ...[[...CALL_FIELDS].reverse(), ['size', 'count', 'function_info_index', 'id', 'children']],
      ...[['column', 'line', 'name'], ['id', 'id', 'id', 'id', 'children'], ['last_assigned_id']],
    ]);
  },
  ({ meta }, random) => delete meta[random.of(Object.keys(meta))],
  ({ header }, random) => {
    header['trace_function_count'] = random.of(NUMBERS);
  },
  (timeline, random) => {
    timeline[random.of(['functions', 'calls', 'samples', 'locations'] as const)] = [];
  },
];

/** The list of one call's children, or the outermost. */
function listIn(calls: unknown[], random: Random): unknown[] {
  let list = calls;
  for (let depth = random.below(5); depth > 0; depth--) {
    const below = list.filter(Array.isArray);
    if (below.length === 0) break;
    list = random.of(below);
  }
  return list;
}

function put(list: unknown[], random: Random, value: unknown): void {
  list[random.below(list.length + 1)] = structuredClone(value);
}

function cut(list: unknown[], random: Random): void {
  list.splice(random.below(list.length + 1), 1 + random.below(6));
}

function nest(calls: unknown[], depth: number): void {
  let list = calls;
  for (let id = 100; id < 100 + depth; id++) {
    const below: unknown[] = [];
    list.push(id, 0, 1, 16, below);
    list = below;
  }
}

function drawn(random: Random): Timeline {
  const count = 1 + random.below(20);
  const functions = 1 + random.below(6);
  let calls = 0;
  const below = (depth: number): unknown[] => {
    const list: unknown[] = [];
    for (let i = random.below(4); i > 0 && depth < 5; i--)
      list.push(++calls + 1, random.below(functions), random.below(50), random.below(5000), below(depth + 1));
    return list;
  };
  const tree = [1, 0, 0, 0, below(0)];
  const nodes: number[] = [];
  const edges: number[] = [];
  for (let node = 0; node < count; node++) {
    const out = random.below(4);
    nodes.push(random.below(5), random.below(5), node * 2 + 1, random.below(9000), out);
    nodes.push(random.below(3) === 0 ? 0 : random.below(calls + 3), random.below(3));
    for (let edge = 0; edge < out; edge++)
      edges.push(random.below(7), random.below(5), random.below(count) * 7);
  }
  return {
    ...{ nodes, edges, calls: tree },
    functions: Array.from({ length: functions }, (_, row) => [row, row % 5, 3, 9, row + 1, 4]).flat(),
    samples: Array.from({ length: random.below(6) }, (_, row) => [row * 50_000, row * 8 + 1]).flat(),
    locations: Array.from({ length: random.below(count + 1) }, (_, row) => [row * 7, 3, row, 1]).flat(),
    meta: {
      trace_function_info_fields: FUNCTION_FIELDS,
      trace_node_fields: CALL_FIELDS,
      sample_fields: ['timestamp_us', 'last_assigned_id'],
      location_fields: ['object_index', 'script_id', 'line', 'column'],
    },
    header: { trace_function_count: functions },
  };
}

function written({ nodes, edges, meta, header, functions, calls, samples, locations }: Timeline): string {
  const sections = {
    trace_function_infos: JSON.stringify(functions),
    trace_tree: JSON.stringify(calls),
    samples: JSON.stringify(samples),
    locations: JSON.stringify(locations),
  };
  return snapshotText({ node_fields: NODE_FIELDS, nodes, edges, meta, header, sections } as SnapshotParts);
}
