import type { NodeRow } from '../../../../shared/api/snapshots.js';

/** One object in the picture. */
export interface PictureNode {
  readonly row: NodeRow;
  /** Objects that hold it, and how many of them were asked for so far. */
  readonly holders: number;
  readonly asked: number;
}

/** `from` holds `to`. */
export interface PictureEdge {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly type: string;
  /** On the way that leads to a root by the fewest steps. */
  readonly main: boolean;
}

/** Who holds an object, as far as it was opened. Nodes by ordinal; edges never twice between the same two. */
export interface Picture {
  readonly focus: number;
  readonly nodes: ReadonlyMap<number, PictureNode>;
  readonly edges: readonly PictureEdge[];
}

/** More objects than this cannot be read, and take long to lay out. */
export const MOST_NODES = 80;

export function pictureOf(row: NodeRow): Picture {
  return {
    focus: row.node,
    nodes: new Map([[row.node, { row, holders: row.childCount, asked: 0 }]]),
    edges: [],
  };
}

/** The picture with `rows`, which hold `held`, of which there are `total`; `main` is the row on the way to the root. */
export function withHolders(
  picture: Picture,
  held: number,
  rows: readonly NodeRow[],
  total: number,
  main?: number,
): Picture {
  const nodes = new Map(picture.nodes);
  const before = nodes.get(held);
  if (!before) return picture;
  const edges = [...picture.edges];
  let asked = before.asked;
  for (const row of rows) {
    if (!nodes.has(row.node)) {
      if (nodes.size >= MOST_NODES) break;
      nodes.set(row.node, { row, holders: row.childCount, asked: 0 });
    }
    asked++;
    const at = edges.findIndex(({ from, to }) => from === row.node && to === held);
    if (at >= 0) {
      if (row.node === main) edges[at] = { ...edges[at], main: true };
      continue;
    }
    const { name = '', type = '' } = row.edge ?? {};
    edges.push({ from: row.node, to: held, name, type, main: row.node === main });
  }
  nodes.set(held, { ...before, holders: total, asked: Math.min(total, asked) });
  return { ...picture, nodes, edges };
}

/** Without the holders of `at`, and without what then leads no longer to the focus. */
export function folded(picture: Picture, at: number): Picture {
  const cut = picture.edges.filter(({ to }) => to !== at);
  const kept = new Set<number>([picture.focus]);
  const queue = [picture.focus];
  for (let next = queue.pop(); next !== undefined; next = queue.pop())
    for (const { from, to } of cut)
      if (to === next && !kept.has(from)) {
        kept.add(from);
        queue.push(from);
      }
  const nodes = new Map<number, PictureNode>();
  for (const [node, one] of picture.nodes)
    if (kept.has(node)) nodes.set(node, node === at ? { ...one, asked: 0 } : one);
  return { ...picture, nodes, edges: cut.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
}

/** The way from a root to the focus, root first, as steps of a path. */
export function wayOf({ focus, nodes, edges }: Picture): readonly {
  readonly edge: string;
  readonly edgeType: string;
  readonly name: string;
  readonly id?: number;
}[] {
  const way: { edge: string; edgeType: string; name: string; id?: number }[] = [];
  const seen = new Set<number>();
  for (let at: number | undefined = focus; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    const held: number = at;
    const row = nodes.get(held)?.row;
    const up = edges.find(({ to, main }) => to === held && main);
    way.unshift({ edge: up?.name ?? '', edgeType: up?.type ?? '', name: row?.label ?? '', id: row?.id });
    at = up?.from;
  }
  return way;
}
