import type { NodeOrdinal } from '../base/brand.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType } from '../model/heap-graph.js';
import type { HeapIndex, Retainers } from '../model/heap-index.js';
import type { Page, Slice } from '../model/page.js';
import type { Age, NodeRow, ObjectQuery } from '../model/snapshot-rows.js';
import { agesOf, goneSince, NodeAge } from './ages.js';
import { classMembers } from './class-members.js';
import { classNamed, NO_CLASS } from './class-named.js';
import { classesAs } from './classes-as.js';
import { siteGroups } from './diff-groups.js';
import { type Held, holderCounts, holdersOfOne } from './holders-of-one.js';
import { keptAnswer } from './kept-answers.js';
import { labelMatch } from './label-match.js';
import { edgeRow, nodeRow } from './node-row.js';
import { objectMatch } from './object-match.js';
import { pathGroups } from './path-groups.js';
import { poll } from './poll.js';
import { RowList } from './row-list.js';
import { topRows } from './top-rows.js';

/** Rows of a tree beyond these are read page by page in the order of the graph: sorting them would take too long. */
const MOST_SORTED = 200_000;

/**
 * One page of the objects of a class. With `base` each has its age; `deleted` ones are nodes of `base`. With `third` what
 * is new and not there any more is left out.
 */
export function objectPage(
  index: HeapIndex,
  query: ObjectQuery,
  base?: HeapIndex,
  third?: HeapIndex,
  watch: Watch = UNWATCHED,
): Slice<NodeRow> {
  const deleted = query.age === 'deleted';
  if (deleted && !base) return { total: 0, rows: [] };
  const from = deleted && base ? classesAs(index, base, watch) : index;
  const kept = base && (deleted ? goneSince(base, index, watch) : agesOf(base, index, third, watch));
  const grouped = query.path !== undefined || query.site !== undefined;
  if (grouped && (!base || query.path === 0)) return { total: 0, rows: [] };
  const isThere = grouped && base ? groupMatch(index, base, from, query, kept, watch) : undefined;
  const { by, descending } = query.sort;
  const column = {
    id: from.graph.id,
    selfSize: from.shallowSize,
    retainedSize: from.retainedSize,
    distance: from.distance,
  }[by];
  const { page: _, sort: __, ...asked } = query;
  // The next page of a table, or the same in another order, is another question about the same objects.
  const found = keptAnswer(
    index,
    `objects ${JSON.stringify(asked)}`,
    () => wanted(from, query, isThere, kept, watch),
    base,
    third,
  );
  const age = (node: number): Age =>
    deleted ? 'deleted' : kept?.[node] === NodeAge.old ? 'survived' : 'new';
  return {
    total: found.length,
    rows: topRows(found, column, descending, query.page, watch).map((node) => ({
      ...nodeRow(from, node),
      ...(kept && { age: age(node) }),
    })),
  };
}

/** Whether an object stands in the row of a diff by path, by site, or by both, that is asked for. */
function groupMatch(
  index: HeapIndex,
  base: HeapIndex,
  from: HeapIndex,
  { path, site, age }: ObjectQuery,
  kept: Uint8Array | undefined,
  watch: Watch,
): (node: number) => boolean {
  const side = age === 'deleted' ? 'base' : 'compared';
  const held = path === undefined ? undefined : pathGroups(base, index, watch)[side];
  const made = site === undefined ? undefined : siteGroups(base, index, watch)[side].column;
  const { shallowSize } = from;
  return (node) => {
    if (held && held[node] !== path) return false;
    if (!made) return true;
    return (
      made[node] === site && shallowSize[node] > 0 && (age !== undefined || kept?.[node] !== NodeAge.old)
    );
  };
}

function wanted(
  from: HeapIndex,
  { className, text, age, third, filter }: ObjectQuery,
  isThere: ((node: number) => boolean) | undefined,
  kept: Uint8Array | undefined,
  watch: Watch,
): RowList {
  const row = className === undefined ? undefined : classNamed(from, className);
  if (row === NO_CLASS) return new RowList(new Uint32Array(0));
  const members = row === undefined ? undefined : classMembers(from, row, watch);
  const some = text || filter || isThere || (kept && (age !== undefined || third !== undefined));
  if (members && !some) return members;
  const most = members?.length ?? from.graph.nodeCount;
  const nodes = new Uint32Array(most);
  const matches = text ? labelMatch(from, text) : undefined;
  const fits = filter ? objectMatch(from, filter) : undefined;
  let count = 0;
  for (let at = 0; at < most; at++) {
    poll(watch, at, most, 'objects');
    const node = members ? members.rows[at] : at;
    if (isThere && !isThere(node)) continue;
    // What has no size is counted nowhere, and nobody says whether it is new.
    if (kept && from.shallowSize[node] === 0) continue;
    if (kept && kept[node] === NodeAge.passing) continue;
    if (kept && age !== undefined && (kept[node] === NodeAge.old) !== (age === 'survived')) continue;
    if ((fits && !fits(node)) || (matches && !matches(node))) continue;
    nodes[count++] = node;
  }
  return new RowList(count === most ? nodes : nodes.slice(0, count));
}

/** Who holds a node, nearest to the roots first; each row says how many hold it in turn. */
export function retainerPage(
  index: HeapIndex,
  node: NodeOrdinal,
  page: Page,
  watch: Watch = UNWATCHED,
): Slice<NodeRow> {
  const { distance, graph, retainers } = index;
  const { edges, holders } = retainers ? rowsOf(retainers, node) : holdersOfOne(graph, node, watch);
  const rows: number[] = [];
  for (let at = 0; at < edges.length; at++) {
    poll(watch, at, 0, 'retainers');
    if (graph.edgeType[edges[at]] !== EdgeType.weak) rows.push(at);
  }
  const far = (at: number): number =>
    distance[holders[at]] < 0 ? Number.POSITIVE_INFINITY : distance[holders[at]];
  if (rows.length <= MOST_SORTED) rows.sort((a, b) => far(a) - far(b) || a - b);
  const shown = rows.slice(page.from, page.from + page.count);
  const nodes = shown.map((at) => holders[at]);
  const counts = retainers
    ? nodes.map((at) => retainers.firstRetainer[at + 1] - retainers.firstRetainer[at])
    : holderCounts(graph, nodes, watch);
  return {
    total: rows.length,
    rows: shown.map((at, row) => edgeRow(index, holders[at], edges[at], counts[row])),
  };
}

function rowsOf({ firstRetainer, retainerNode, retainerEdge }: Retainers, node: number): Held {
  const [from, to] = [firstRetainer[node], firstRetainer[node + 1]];
  return { edges: retainerEdge.subarray(from, to), holders: retainerNode.subarray(from, to) };
}

/** What a node refers to, in its own order. */
export function referencePage(index: HeapIndex, node: NodeOrdinal, page: Page): Slice<NodeRow> {
  const { firstEdge, edgeTarget } = index.graph;
  const rows = Array.from({ length: firstEdge[node + 1] - firstEdge[node] }, (_, at) => firstEdge[node] + at);
  return slice(rows, page, (edge) => {
    const target = edgeTarget[edge];
    return edgeRow(index, target, edge, firstEdge[target + 1] - firstEdge[target]);
  });
}

function slice(rows: readonly number[], { from, count }: Page, row: (at: number) => NodeRow): Slice<NodeRow> {
  return { total: rows.length, rows: rows.slice(from, from + count).map(row) };
}
