import { sameObjects } from '../../analysis/identity.js';
import { className, rawEdgeName } from '../../analysis/node-row.js';
import { retainingPaths } from '../../analysis/retaining-paths.js';
import { ordinal } from '../../base/brand.js';
import type { TracebackGroup } from '../../model/heap-evidence.js';
import { EdgeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { frameStep } from '../frame-step.js';
import { classRows, NOTHING, nameOf, nodesOf, reference } from './look.js';
import { turned } from './members.js';
import { framePlace } from './python-place.js';

const MOST = 8;
const MOST_KEPT = 6;
/** Links of a traceback that are followed for the frame that holds it. */
const LINKS = 30;
const PLAIN = /^(str|int|float|bool|NoneType|bytes|complex)$/;

/** CPython: frames that tracebacks keep, by the line of the traceback; those whose own variable holds the exception first. */
export function tracebackGroups(base: HeapIndex, compared: HeapIndex): readonly TracebackGroup[] {
  const before = new Map(grouped(base).map(({ key, nodes }) => [key, nodes]));
  const same = sameObjects(base, compared);
  return grouped(compared)
    .flatMap(({ key, nodes }): readonly TracebackGroup[] => {
      const was = before.get(key) ?? [];
      const group = told(compared, nodes, was.length);
      return group ? [{ ...group, ...turned(was, nodes, same) }] : [];
    })
    .sort((a, b) => Number(b.local !== undefined) - Number(a.local !== undefined) || b.count - a.count)
    .slice(0, MOST);
}

interface Group {
  readonly key: string;
  readonly nodes: number[];
}

function grouped(index: HeapIndex): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const node of nodesOf(
    index,
    classRows(index, (name) => name === 'traceback'),
  )) {
    const frame = reference(index, node, 'tb_frame');
    const key = `${nameOf(index, node)} ${frame === NOTHING ? '' : nameOf(index, frame)}`;
    const group = groups.get(key);
    if (group) group.nodes.push(node);
    else groups.set(key, { key, nodes: [node] });
  }
  return [...groups.values()];
}

function told(index: HeapIndex, nodes: readonly number[], before: number): TracebackGroup | undefined {
  const [traceback] = nodes;
  const frame = reference(index, traceback, 'tb_frame');
  const stands = frame === NOTHING ? undefined : framePlace(index, frame);
  const raised = frameStep(nameOf(index, traceback));
  if (!stands) return undefined;
  const locals = localsOf(index, frame);
  const local = locals.find(({ node }) => leadsBack(index, node, traceback));
  const [path] = retainingPaths(index, { node: ordinal(nodes[nodes.length - 1]), limit: 1 });
  return {
    count: nodes.length,
    before,
    place: { ...stands, line: raised?.line ?? stands.line },
    ...(local && { local: local.name }),
    keeps: locals
      .filter((one) => one !== local && !PLAIN.test(className(index, one.node)))
      .slice(0, MOST_KEPT)
      .map(({ name, node }) => ({ local: name, className: className(index, node) })),
    retainedSize: keptBytes(index, nodes),
    ...(path && { steps: path.steps }),
  };
}

/** A frame and its variables may hang on several tracebacks: what the tracebacks and frames dominate is the least. */
function keptBytes(index: HeapIndex, nodes: readonly number[]): number {
  let bytes = 0;
  for (const node of nodes) {
    const frame = reference(index, node, 'tb_frame');
    bytes += Math.max(index.retainedSize[node], frame === NOTHING ? 0 : index.retainedSize[frame]);
  }
  return bytes;
}

function localsOf(
  index: HeapIndex,
  frame: number,
): readonly { readonly name: string; readonly node: number }[] {
  const { firstEdge, edgeType, edgeTarget } = index.graph;
  const found: { name: string; node: number }[] = [];
  for (let edge = firstEdge[frame]; edge < firstEdge[frame + 1]; edge++)
    if (edgeType[edge] === EdgeType.property)
      found.push({ name: String(rawEdgeName(index, edge)), node: edgeTarget[edge] });
  return found;
}

/** Whether an exception has this traceback. */
function leadsBack(index: HeapIndex, exception: number, traceback: number): boolean {
  const { firstEdge, edgeTarget } = index.graph;
  for (
    let edge = firstEdge[exception];
    edge < Math.min(firstEdge[exception + 1], firstEdge[exception] + 40);
    edge++
  ) {
    let at = edgeTarget[edge];
    for (let link = 0; link < LINKS && at !== NOTHING && className(index, at) === 'traceback'; link++) {
      if (at === traceback) return true;
      at = reference(index, at, 'tb_next');
    }
  }
  return false;
}
