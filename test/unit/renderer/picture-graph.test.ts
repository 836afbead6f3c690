import { describe, expect, test } from 'vitest';
import { layOut } from '../../../renderer/views/object/picture/lay-out.js';
import {
  folded,
  MOST_NODES,
  type Picture,
  pictureOf,
  wayOf,
  withHolders,
} from '../../../renderer/views/object/picture/picture-graph.js';
import type { NodeRow } from '../../../shared/api/snapshots.js';
import { ordinal } from '../../../shared/base/brand.js';

const row = (node: number, holders: number, edge = `e${node}`): NodeRow => ({
  node: ordinal(node),
  id: node,
  type: 'object',
  className: `C${node}`,
  label: `C${node}`,
  selfSize: 8,
  retainedSize: 16,
  distance: node,
  edge: { name: edge, type: 'property' },
  childCount: holders,
});
/** `from>to`, `*` where it is the way to the root. */
const drawn = ({ edges }: Picture): string =>
  edges.map(({ from, to, main }) => `${from}>${to}${main ? '*' : ''}`).join(' ');

/** 3 is held by 2 and 7, 2 by 1, and 1 by 3: a circle. */
function circle(): Picture {
  let picture = pictureOf(row(3, 2));
  picture = withHolders(picture, 3, [row(2, 1), row(7, 0)], 2, 2);
  picture = withHolders(picture, 2, [row(1, 1)], 1, 1);
  return withHolders(picture, 1, [row(3, 2)], 1);
}

describe('the picture of an object', () => {
  test('has each object and each edge once, circles too', () => {
    const picture = circle();
    expect([...picture.nodes.keys()]).toEqual([3, 2, 7, 1]);
    expect(drawn(picture)).toBe('2>3* 7>3 1>2* 3>1');
    expect(drawn(withHolders(picture, 3, [row(7, 0)], 2, 7))).toBe('2>3* 7>3* 1>2* 3>1');
  });

  test('folds what is above one object, but nothing that is held another way', () => {
    const picture = folded(circle(), 2);
    expect(drawn(picture)).toBe('2>3* 7>3');
    expect(picture.nodes.get(2)?.asked).toBe(0);
    // 9 holds 7 and 2: it stays when 2 is folded.
    const both = withHolders(withHolders(circle(), 7, [row(9, 0)], 1), 2, [row(9, 0)], 2);
    expect(drawn(folded(both, 2))).toBe('2>3* 7>3 9>7');
  });

  test('says the way to the root as a path', () => {
    expect(wayOf(circle()).map(({ edge, name }) => `${edge} ${name}`)).toEqual([' C1', 'e1 C2', 'e2 C3']);
  });

  test('stops growing while it can be read', () => {
    const many = Array.from({ length: 500 }, (_, n) => row(n + 10, 0));
    const picture = withHolders(pictureOf(row(3, 500)), 3, many, 500);
    expect(picture.nodes.size).toBe(MOST_NODES);
    expect(picture.nodes.get(3)?.asked).toBe(MOST_NODES - 1);
  });

  test('is laid out with roots above, circles included', () => {
    const { nodes, edges, height } = layOut(circle());
    const y = (node: number): number => nodes.find((one) => one.row.node === node)?.y ?? Number.NaN;
    expect(y(1)).toBeLessThan(y(2));
    expect(y(2)).toBeLessThan(y(3));
    expect(edges).toHaveLength(4);
    expect(height).toBeGreaterThan(y(3));
  });

  test('shows hostile names as printable text', () => {
    const hostile = { ...row(3, 0), label: '\u202e<script>alert(1)</script>\0' };
    const { nodes } = layOut(pictureOf(hostile));
    expect(nodes[0].name).not.toMatch(/[\u202e\0]/);
    expect(nodes[0].name.length).toBeLessThan(60);
  });
});
