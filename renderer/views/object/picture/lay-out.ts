import { Graph, layout } from '@dagrejs/dagre';
import { printable } from '../../../../shared/base/printable.js';
import { edgeText } from '../../../widgets/path-text.js';
import type { Picture, PictureEdge, PictureNode } from './picture-graph.js';

export interface PlacedNode extends PictureNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly name: string;
}

export interface PlacedEdge extends PictureEdge {
  readonly path: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface PlacedPicture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const NODE_HEIGHT = 36;
const LONGEST = 26;
/** Of a character, px: near enough for a box that is cut with an ellipsis. */
const CHARACTER = 7;

/** Roots above, what they hold below. Layered drawing by dagre (Gansner et al. 1993). */
export function layOut(picture: Picture): PlacedPicture {
  const graph = new Graph({ multigraph: false });
  // Greedy: of a circle the lighter edges are turned, never the way to the root.
  graph.setGraph({
    acyclicer: 'greedy',
    rankdir: 'TB',
    nodesep: 24,
    ranksep: 22,
    edgesep: 12,
    marginx: 12,
    marginy: 12,
  });
  const names = new Map<number, string>();
  for (const [node, { row }] of picture.nodes) {
    const name = shortened(row.label || row.className, LONGEST);
    names.set(node, name);
    graph.setNode(String(node), {
      width: Math.max(96, Math.min(210, name.length * CHARACTER + 24)),
      height: NODE_HEIGHT,
    });
  }
  const texts = picture.edges.map(({ name, type }) =>
    shortened(edgeText({ edge: name, edgeType: type }), 24),
  );
  picture.edges.forEach(({ from, to, main }, index) => {
    if (from === to) return;
    graph.setEdge(String(from), String(to), {
      weight: main ? 8 : 1,
      width: texts[index].length * 6 + 8,
      height: 12,
      labelpos: 'r',
    });
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: [...picture.nodes].map(([node, one]) => {
      const { x, y, width: wide } = graph.node(String(node)) as { x: number; y: number; width: number };
      return { ...one, x, y, width: wide, name: names.get(node) ?? '' };
    }),
    edges: picture.edges.flatMap((edge, index) => {
      const placed = graph.edge(String(edge.from), String(edge.to)) as
        | { points: readonly Point[] }
        | undefined;
      if (!placed) return [];
      const { points } = placed;
      const { x, y } = points[Math.floor(points.length / 2)];
      return [{ ...edge, path: curve(points), text: texts[index], x, y }];
    }),
  };
}

/** As much as a box has room for; an escape that is cut in two stays harmless. */
function shortened(text: string, longest: number): string {
  const shown = printable(text.slice(0, longest + 1));
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Through the midpoints of the way, so that bends are round. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    path += next
      ? `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`
      : `L${point.x} ${point.y}`;
  });
  return path;
}
