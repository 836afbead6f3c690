import { NOBODY } from '../../analysis/id-lookup.js';
import { className, edgeLabel, nodeLabel } from '../../analysis/node-row.js';
import { retainingPaths } from '../../analysis/retaining-paths.js';
import { edgeUp, holderUp, NO_STEP } from '../../analysis/steps-up.js';
import { ordinal } from '../../base/brand.js';
import { EDGE_TYPES, EdgeType, NodeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';
import type { PathStep } from '../../model/snapshot-rows.js';
import { membersOf, tableOf } from './members.js';

/** A collection that holds many new objects, whatever their class, with the way to it and to one of them. */
export interface Collection {
  /** From a root down to the collection, and on to a new member. */
  readonly steps: readonly PathStep[];
  /** Row of `steps`. */
  readonly step: number;
  /** The class of most of its new members, by bytes. */
  readonly memberClass: string;
  readonly count: number;
  readonly bytes: number;
  /** Names of the attributes or keys of one of them. */
  readonly keys: readonly string[];
  /** Classes of which most of them are, or to which they refer; none of the languages' own. */
  readonly holds: readonly string[];
}

const LEAST_NEW = 40;
const MOST = 12;
/** Paths are looked for of so many: most of what grows inside of the runtimes has no name. */
const MOST_PATHS = 40;
const MOST_KEYS = 8;
/** Parts of the runtimes, which hold what they need. */
const MACHINE = /^(system \/|\((?!array\))|code$|type$|module$|frame$|cell$|hamt|weakref)/;

/** Looked for from below: every object that refers to many which were not there before, the most bytes first. */
export function growingCollections(compared: HeapIndex, fresh: Uint8Array): readonly Collection[] {
  return owners(compared, fresh)
    .map((owner) => ({ owner, ...freshMembers(compared, owner, fresh) }))
    .filter(({ count }) => count >= LEAST_NEW)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_PATHS)
    .flatMap(({ owner, ...held }) => {
      const [path] = retainingPaths(compared, { node: ordinal(owner), limit: 1 });
      if (!path || path.steps.length < 2) return [];
      return [
        {
          steps: [...path.steps, ...stepsBelow(compared, owner, held.example)],
          step: path.steps.length - 1,
          memberClass: held.memberClass,
          count: held.count,
          bytes: held.bytes,
          keys: keysOf(compared, held.example),
          holds: heldClasses(compared, held.some),
        },
      ];
    })
    .slice(0, MOST);
}

function owners(index: HeapIndex, fresh: Uint8Array): readonly number[] {
  const { nodeCount, firstEdge, edgeType, edgeTarget } = index.graph;
  const found = new Set<number>();
  for (let node = 1; node < nodeCount; node++) {
    if (firstEdge[node + 1] - firstEdge[node] < LEAST_NEW) continue;
    let count = 0;
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++)
      if (fresh[edgeTarget[edge]] === 1 && edgeType[edge] !== EdgeType.weak) count++;
    if (count < LEAST_NEW) continue;
    const owner = ownerOf(index, node);
    if (owner !== NOBODY && !MACHINE.test(className(index, owner))) found.add(owner);
  }
  return [...found];
}

/** A table belongs to who refers to it as such. */
function ownerOf(index: HeapIndex, node: number): number {
  const type = index.graph.nodeType[node];
  if (type === NodeType.code || type === NodeType.synthetic) return NOBODY;
  if (type !== NodeType.array && type !== NodeType.hidden) return node;
  const edge = edgeUp(index, node);
  if (edge === NO_STEP) return NOBODY;
  const label = edgeLabel(index, edge);
  return /^(table|elements|properties)$/.test(label) ? holderUp(index, node) : NOBODY;
}

function freshMembers(index: HeapIndex, owner: number, fresh: Uint8Array) {
  const byClass = new Map<string, { count: number; bytes: number; some: number[] }>();
  for (const member of membersOf(index, owner)) {
    if (fresh[member] === 0) continue;
    const name = className(index, member);
    const known = byClass.get(name);
    if (known) {
      known.count++;
      known.bytes += index.retainedSize[member];
      if (known.some.length < SAMPLED) known.some.push(member);
    } else byClass.set(name, { count: 1, bytes: index.retainedSize[member], some: [member] });
  }
  const classes = [...byClass].sort(([, a], [, b]) => b.bytes - a.bytes);
  const [memberClass, { count, some } = { count: 0, some: [owner] }] = classes[0] ?? [''];
  return {
    memberClass,
    count,
    some,
    example: some[0],
    bytes: classes.reduce((sum, [, { bytes }]) => sum + bytes, 0),
  };
}

/** So many are looked into. */
const SAMPLED = 40;
const OWN_CLASS =
  /^(?!(Object|Array|Map|Set|WeakMap|WeakSet|WeakRef|Function|Promise|Date|Buffer|Error|Symbol|RegExp)$)[A-Z]\w*$/;

function heldClasses(index: HeapIndex, members: readonly number[]): readonly string[] {
  const { firstEdge, edgeType, edgeTarget } = index.graph;
  const counts = new Map<string, number>();
  for (const member of members) {
    const names = new Set([className(index, member)]);
    const end = Math.min(firstEdge[member + 1], firstEdge[member] + SAMPLED);
    for (let edge = firstEdge[member]; edge < end; edge++)
      if (edgeType[edge] === EdgeType.property) names.add(className(index, edgeTarget[edge]));
    for (const name of names) if (OWN_CLASS.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= members.length / 2).map(([name]) => name);
}

function stepsBelow(index: HeapIndex, owner: number, member: number): readonly PathStep[] {
  const table = tableOf(index, owner);
  const own = table === owner ? [] : stepTo(index, owner, table);
  return [...own, ...stepTo(index, table, member)];
}

function stepTo(index: HeapIndex, holder: number, target: number): readonly PathStep[] {
  const { firstEdge, edgeTarget, edgeType, id } = index.graph;
  for (let edge = firstEdge[holder]; edge < firstEdge[holder + 1]; edge++)
    if (edgeTarget[edge] === target)
      return [
        {
          edge: edgeLabel(index, edge),
          edgeType: EDGE_TYPES[edgeType[edge]],
          name: nodeLabel(index, target),
          id: id[target],
        },
      ];
  return [];
}

/** A member's own names: of a dict its keys, of an object its attributes. */
function keysOf(index: HeapIndex, member: number): readonly string[] {
  const { firstEdge, edgeType } = index.graph;
  const keys = new Set<string>();
  for (let edge = firstEdge[member]; edge < firstEdge[member + 1] && keys.size < MOST_KEYS; edge++) {
    const name = edgeType[edge] === EdgeType.property ? edgeLabel(index, edge) : '';
    if (/^\.[A-Za-z_$][\w$]*$/.test(name) && !name.startsWith('.__')) keys.add(name.slice(1));
  }
  return [...keys];
}
