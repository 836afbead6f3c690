import { describe, expect, it } from 'vitest';
import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import { inverted } from '../../../shared/analysis/allocations/inverted-calls.js';
import {
  focusedOnCall,
  focusedOnFunction,
  mergedFrames,
  mergedRecursion,
  withoutFunction,
} from '../../../shared/analysis/allocations/reshaped-calls.js';
import { sandwich } from '../../../shared/analysis/allocations/sandwich.js';
import { matchedFrames, searchCalls } from '../../../shared/analysis/allocations/search-calls.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import { callTree, drawn, randomCallTree } from '../../helpers/call-tree.js';
import { Random } from '../../helpers/random.js';

const lines = (text: string): string => {
  const all = text.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...all.map((line) => line.length - line.trimStart().length));
  return all.map((line) => line.slice(indent)).join('\n');
};
const functionOf = (tree: CallTree, name: string) => {
  const groups = frameGroups(tree.frames, 'function');
  return { groups, wanted: groups.name.indexOf(name) };
};
const sum = (column: Float64Array): number => column.reduce((all, one) => all + one, 0);

const tree = callTree(`
  main 1
    read 2
      decode 10
    write
      decode 20
        decode 4
      close 3
`);

describe('calls reshaped', () => {
  it('focused on one call, or on a function wherever it was called', () => {
    expect(drawn(focusedOnCall(tree, 3))).toBe(
      lines(`
        write 0
          decode 20
            decode 4
          close 3
      `),
    );
    const { groups, wanted } = functionOf(tree, 'decode');
    expect(drawn(focusedOnFunction(tree, groups.group, wanted))).toBe(
      lines(`
        decode 30
          decode 4
      `),
    );
  });

  it('without a function goes all that it called', () => {
    const { groups, wanted } = functionOf(tree, 'write');
    expect(drawn(withoutFunction(tree, groups.group, wanted))).toBe(
      lines(`
        main 1
          read 2
            decode 10
      `),
    );
  });

  it('merged frames give their bytes to their caller; those without one keep them', () => {
    const hidden = Uint8Array.from(tree.frames.name, (name) => Number(name === 'write' || name === 'main'));
    expect(drawn(mergedFrames(tree, hidden))).toBe(
      lines(`
        main 1
        read 2
          decode 10
        decode 20
          decode 4
        close 3
      `),
    );
  });

  it('recursion is one call', () => {
    const { groups } = functionOf(tree, 'decode');
    expect(drawn(mergedRecursion(tree, groups.group))).toContain('    decode 24\n');
  });

  it('stacks from the leaf', () => {
    expect(drawn(inverted(tree))).toBe(
      lines(`
        main 1
        read 0
          main 2
        decode 0
          read 0
            main 10
          write 0
            main 20
          decode 0
            write 0
              main 4
        close 0
          write 0
            main 3
      `),
    );
  });

  it('callers and callees of a function, its calls of itself counted once', () => {
    const { groups, wanted } = functionOf(tree, 'decode');
    const { callers, callees } = sandwich(tree, groups, wanted);
    expect(drawn(callers)).toBe(
      lines(`
        decode 0
          read 0
            main 10
          write 0
            main 24
      `),
    );
    expect(drawn(callees)).toBe(
      lines(`
        decode 30
          decode 4
      `),
    );
  });

  it('of one function on many lines is one call in a sandwich', () => {
    const { groups, wanted } = functionOf(
      callTree(`
        main@/app/a.py:3
          load@/app/a.py:9 5
          load@/app/a.py:10 6
      `),
      'load',
    );
    const two = callTree(`
      main@/app/a.py:3
        load@/app/a.py:9 5
        load@/app/a.py:10 6
    `);
    expect(drawn(sandwich(two, groups, wanted).callers)).toBe('load 0\n  main 11');
  });

  it('loses no byte, whatever the tree', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const random = new Random(seed);
      const any = randomCallTree(random, 1 + random.below(400));
      const all = sum(any.self);
      const groups = frameGroups(any.frames, 'function');
      const hidden = Uint8Array.from({ length: any.frames.length }, () => random.below(2));
      expect(sum(inverted(any).self)).toBe(all);
      expect(sum(mergedFrames(any, hidden).self)).toBe(all);
      expect(sum(mergedRecursion(any, groups.group).self)).toBe(all);
      const wanted = random.below(groups.count);
      const { callers, callees } = sandwich(any, groups, wanted);
      const matched = searchCalls(
        any,
        matchedFrames(any.frames, (name) => name === groups.name[wanted], new Uint8Array(any.frames.length)),
        'bytes',
      );
      expect(sum(callers.self)).toBe(matched.total);
      expect(sum(callees.self)).toBe(matched.total);
      expect(sum(withoutFunction(any, groups.group, wanted).self)).toBe(all - matched.total);
      for (const one of [inverted(any), callers, callees])
        for (let row = 0; row < one.length; row++) expect(one.parent[row]).toBeLessThan(row);
    }
  });
});
