import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { NO_DISTANCE } from '../../../shared/model/heap-index.js';
import { drawnClasses } from '../../helpers/drawn-classes.js';

/** Small graphs of every form: circles, several edges between two nodes, to themselves, weak ones, parts out of reach. */
const drawn = fc
  .integer({ min: 1, max: 14 })
  .chain((nodes) =>
    fc.record({
      sizes: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: nodes, maxLength: nodes }),
      classes: fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: nodes, maxLength: nodes }),
      edges: fc.array(
        fc.record({
          from: fc.nat(nodes - 1),
          to: fc.integer({ min: 1, max: Math.max(1, nodes - 1) }),
          weak: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
        }),
        { maxLength: 30 },
      ),
    }),
  )
  .map(({ sizes, classes, edges }) => {
    const keys = classes.map((name, node) => (node === 0 ? 'root' : `${name}#${node}`));
    const lines = sizes.map((size, node) => {
      const targets = edges
        .filter(({ from, to }) => from === node && to < sizes.length)
        // The root's own are shortcuts: so V8 marks the globals of a program.
        .map(({ to, weak }) => `${keys[to]}:${weak ? 'weak' : node === 0 ? 'shortcut' : 'property'}`);
      return `${keys[node]} ${node === 0 ? 0 : size} -> ${targets.join(' ')}`;
    });
    return { drawing: lines.join('\n'), sizes, classes, edges };
  });

it('retained size is what can no longer be reached without the node; its dominator is the nearest such', () => {
  fc.assert(
    fc.property(drawn, ({ drawing, sizes, edges }) => {
      const index = buildHeapIndex(drawnClasses(drawing).graph);
      const nodes = sizes.length;
      const strong = edges.filter(({ weak, to }) => !weak && to < nodes);
      const reach = (without: number): Set<number> => {
        const seen = new Set([0]);
        for (const node of seen)
          for (const { from, to } of strong) if (from === node && to !== without) seen.add(to);
        return seen;
      };
      const reached = reach(-1);
      const kept = Array.from({ length: nodes }, (_, node) => reach(node));
      for (const node of reached) {
        if (node === 0) continue;
        const lost = [...reached].filter((other) => !kept[node].has(other));
        expect(index.retainedSize[node]).toBe(lost.reduce((sum, other) => sum + sizes[other], 0));
        // Dominators of a node in order from the root: each keeps one more of the others alive.
        const above = [...reached].filter((other) => other !== node && other > 0 && !kept[other].has(node));
        const lowest = above.sort((a, b) => kept[b].size - kept[a].size)[0] ?? 0;
        expect(index.dominator[node]).toBe(lowest);
      }
    }),
    { numRuns: 2000 },
  );
});

it('a class retains what its members do, each byte once', () => {
  fc.assert(
    fc.property(drawn, ({ drawing, sizes }) => {
      const index = buildHeapIndex(drawnClasses(drawing).graph);
      index.classNames.forEach((name, row) => {
        const member = (node: number): boolean => index.classOf[node] === row && sizes[node] > 0 && node > 0;
        const members = sizes.map((_, node) => node).filter(member);
        const outermost = members.filter((node) => {
          for (let up = index.dominator[node]; up !== 0; up = index.dominator[up])
            if (member(up)) return false;
          return true;
        });
        const retained = outermost.reduce((sum, node) => sum + index.retainedSize[node], 0);
        expect([name, index.classCount[row], index.classRetained[row]]).toEqual([
          name,
          members.length,
          retained,
        ]);
      });
    }),
    { numRuns: 1000 },
  );
});

it('a node stands in the order directly after what dominates it and before what that has besides', () => {
  fc.assert(
    fc.property(drawn, ({ drawing }) => {
      const { dominator, preorder } = buildHeapIndex(drawnClasses(drawing).graph);
      expect([...preorder].sort((a, b) => a - b)).toEqual([...preorder.keys()]);
      const open: number[] = [];
      for (const node of preorder) {
        if (node !== 0) {
          while (open.length > 0 && open[open.length - 1] !== dominator[node]) open.pop();
          expect(open.length).toBeGreaterThan(0);
        }
        open.push(node);
      }
    }),
    { numRuns: 1000 },
  );
});

it('distance is the number of strong edges of the shortest way', () => {
  fc.assert(
    fc.property(drawn, ({ drawing, sizes, edges }) => {
      const index = buildHeapIndex(drawnClasses(drawing).graph);
      // Any child of the root is a root of the program, also by a weak edge, as in DevTools.
      const expected = new Array<number>(sizes.length).fill(NO_DISTANCE);
      let ring = [
        ...new Set(edges.filter(({ from, to }) => from === 0 && to < sizes.length).map(({ to }) => to)),
      ];
      for (let far = 1; ring.length > 0; far++) {
        for (const node of ring) expected[node] = far;
        const next = edges.filter(
          ({ from, to, weak }) => !weak && ring.includes(from) && expected[to] === NO_DISTANCE,
        );
        ring = [...new Set(next.map(({ to }) => to))].filter((to) => to < sizes.length);
      }
      expect([...index.distance].slice(1)).toEqual(expected.slice(1));
    }),
    { numRuns: 1000 },
  );
});
