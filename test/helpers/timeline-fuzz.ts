import { timelineAllocations } from '../../shared/analysis/allocations/timeline-allocations.js';
import { siteNaming } from '../../shared/analysis/site-names.js';
import type { HeapGraph } from '../../shared/model/heap-graph.js';
import type { HeapIndex } from '../../shared/model/heap-index.js';
import { comparable, type FuzzResult, readOrRefuse } from './heap-fuzz.js';
import { Random } from './random.js';
import { mutatedTimeline } from './timeline-mutations.js';

/**
 * Reads `cases` mutated timelines and asks each that is read where its objects were allocated. Throws for the first that is
 * neither refused with a Failure nor read rightly: nodes, calls and samples are those that JSON.parse gives, no row refers
 * to what does not exist, and every byte of a tracked object is told once.
 */
export function fuzzTimelines(seed: number, cases: number): FuzzResult {
  const count = { cases, refused: 0, equal: 0, lenient: 0 };
  for (let i = 0; i < cases; i++) {
    const random = new Random(seed + i);
    const text = mutatedTimeline(random);
    const graph = readOrRefuse(Buffer.from(text), random, seed + i);
    if (!graph) {
      count.refused++;
      continue;
    }
    try {
      requireWholeTraces(graph);
      requireEveryByte(graph);
      if (comparable(text, graph, seed + i) && sameSections(text, graph)) count.equal++;
      else count.lenient++;
    } catch (error) {
      throw new Error(`case ${seed + i}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  return count;
}

function need(condition: boolean, what: string): void {
  if (!condition) throw new Error(`the timeline is not whole: ${what}`);
}

function requireWholeTraces({ traces, samples, locations, strings, nodeCount }: HeapGraph): void {
  if (traces) {
    const { functions } = traces;
    for (let row = 0; row < traces.length; row++) {
      need(row === 0 ? traces.parent[0] === 0 : traces.parent[row] < row, 'a call before its caller');
      need(traces.function[row] < Math.max(1, functions.length), 'a function that does not exist');
    }
    for (const column of [functions.name, functions.scriptName])
      for (const row of column) need(row < strings.length, 'a name that does not exist');
  }
  if (samples) need(samples.time.length === samples.length, 'length of the samples');
  if (locations) for (const node of locations.node) need(node < nodeCount, 'a place of no node');
}

function requireEveryByte(graph: HeapGraph): void {
  const profile = timelineAllocations(graph);
  const { traceNode, selfSize, traces, nodeCount } = graph;
  const named = siteNaming();
  let bytes = 0;
  let objects = 0;
  for (let node = 0; node < nodeCount; node++) {
    need(named({ graph } as HeapIndex, node).length > 0, 'a site without a name');
    if (!traceNode || traceNode[node] === 0) continue;
    bytes += selfSize[node];
    objects++;
  }
  if (!profile) {
    need(objects === 0 || !traces, 'objects that no stack tells of');
    return;
  }
  const sum = (column: ArrayLike<number>): number =>
    Array.from(column).reduce((total, one) => total + one, 0);
  const { table } = profile;
  // Sizes beyond 2^53 are rounded, in another order here.
  need(Math.abs(sum(table.weight) - bytes) <= bytes * 1e-12, 'bytes that are told otherwise');
  need(sum(table.count ?? []) === objects, 'objects that are told otherwise');
  for (const stack of table.stack) need(stack < table.stacks.length, 'a stack that does not exist');
  for (const [row, prefix] of table.stacks.prefix.entries()) need(prefix < row, 'a stack below itself');
}

/** Calls in the order of the file and samples, as JSON.parse gives them; false where the fields are not the usual ones. */
function sameSections(text: string, graph: HeapGraph): boolean {
  const file = JSON.parse(
    Buffer.from(text)
      .toString()
      .replace(/^\ufeff/, ''),
  );
  const { trace_node_fields: fields, sample_fields: sampled } = file.snapshot.meta;
  if (String(fields) !== 'id,function_info_index,count,size,children') return false;
  if (String(sampled) !== 'timestamp_us,last_assigned_id') return false;
  if (!Array.isArray(file.trace_tree) || !Array.isArray(file.samples)) return false;
  const { traces, samples } = graph;
  const calls: number[][] = [];
  const lists: unknown[][] = [file.trace_tree];
  // Of each list its next call; innermost last.
  const places = [0];
  while (lists.length > 0) {
    const list = lists[lists.length - 1];
    const at = places[places.length - 1];
    if (at >= list.length) {
      lists.pop();
      places.pop();
      continue;
    }
    places[places.length - 1] = at + 5;
    calls.push(list.slice(at, at + 4) as number[]);
    lists.push(list[at + 4] as unknown[]);
    places.push(0);
  }
  if (traces) {
    const ours = calls.map((_, row) =>
      [traces.id, traces.function, traces.count, traces.size].map((of) => of[row]),
    );
    need(traces.length === calls.length && JSON.stringify(ours) === JSON.stringify(calls), 'other calls');
  } else need(calls.length === 0 || !Array.isArray(file.trace_function_infos), 'calls that were dropped');
  const pairs = Array.from({ length: samples?.length ?? 0 }, (_, row) => [
    samples?.time[row],
    samples?.lastId[row],
  ]);
  need(JSON.stringify(pairs.flat()) === JSON.stringify(file.samples), 'other samples');
  return true;
}
