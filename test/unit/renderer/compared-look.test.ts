import { describe, expect, it } from 'vitest';
import { callsOf } from '../../../renderer/calls/calls-of.js';
import { changeFill } from '../../../renderer/canvas/flame/flame-fills.js';
import { callMarkdown } from '../../../renderer/views/allocations/call-figures.js';
import { callSentence } from '../../../renderer/views/allocations/call-sentence.js';
import { flameLook } from '../../../renderer/views/allocations/flame-look.js';
import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { layLevels } from '../../../shared/analysis/allocations/layout-levels.js';
import { StackBuilder, WeightBuilder } from '../../../shared/import/allocations/profile-builder.js';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';

/** What a comparison looks like. */

function outermost(bytes: Readonly<Record<string, number>>): AllocationTable {
  const [stacks, weights] = [new StackBuilder(), new WeightBuilder()];
  for (const [name, weight] of Object.entries(bytes))
    weights.add(stacks.stack(-1, stacks.frame(name, 'a.js', 1)), weight);
  return weights.table(stacks.table());
}

const tree = new AllocationsByCall()
  .add(outermost({ large: 1_100_000, small: 2000, steady: 500_000 }))
  .add(outermost({ large: 1_000_000, small: 1000, steady: 500_000, gone: 40_000 }), { side: 'base' })
  .tree();
const calls = callsOf(tree, 'bytes');
const look = (relative: boolean) => flameLook(calls, layLevels(tree, calls.width, 'heavy'), relative, false);
const plain = callsOf(
  new AllocationsByCall().add(outermost({ large: 1_100_000, small: 2000 })).tree(),
  'bytes',
);
const row = (name: string): number =>
  Array.from(tree.frame).findIndex((frame) => tree.frames.name[frame] === name);

describe('two colours', () => {
  it('absolute: the strongest is what changed by most bytes', () => {
    const { fill } = look(false);
    expect(fill(row('large'))).toBe(changeFill(1));
    expect(fill(row('small'))).toBeLessThan(fill(row('large')));
    expect(fill(row('gone'))).toBeLessThan(changeFill(0));
    expect(fill(row('gone'))).toBeGreaterThan(changeFill(-1));
    expect(fill(row('steady'))).toBe(changeFill(0));
  });

  it('relative: it is what changed by most of itself', () => {
    const { fill } = look(true);
    expect(fill(row('small'))).toBe(changeFill(0.5));
    expect(fill(row('small'))).toBeGreaterThan(fill(row('large')));
    expect(fill(row('gone'))).toBe(changeFill(-1));
    expect(fill(row('steady'))).toBe(changeFill(0));
  });

  it('a name has its bytes and their change with it; what is gone is still as wide as it was', () => {
    const { amount, width } = look(false);
    expect(amount(row('large'))).toBe('1.1 MB +100.0 kB');
    expect(amount(row('gone'))).toBe('0 B −40.0 kB');
    expect(amount(row('steady'))).toBe('500.0 kB');
    expect(width[row('gone')]).toBe(40_000);
  });
});

describe('what was estimated from samples', () => {
  it('has the sign of it in every frame, and what was counted has none', () => {
    const amounts = (estimated: boolean) => {
      const layout = layLevels(plain.tree, plain.width, 'heavy');
      const { amount } = flameLook(plain, layout, false, estimated);
      return [...plain.tree.frame.keys()].map(amount).filter((text) => !text.endsWith('0 B'));
    };
    expect(amounts(false).sort()).toEqual(['1.1 MB', '2.0 kB']);
    expect(amounts(true).sort()).toEqual(['≈\u202f1.1 MB', '≈\u202f2.0 kB']);
    const compared = flameLook(calls, layLevels(tree, calls.width, 'heavy'), false, true);
    expect(compared.amount(row('large'))).toBe('≈\u202f1.1 MB +100.0 kB');
  });

  it('says so to who listens, and in what is copied', () => {
    const layout = layLevels(plain.tree, plain.width, 'heavy');
    const at = plain.tree.frame.findIndex((frame) => plain.tree.frames.name[frame] === 'large');
    expect(callSentence(plain, layout, at, true)).toContain('Total about 1.1 MB (');
    expect(callSentence(plain, layout, at, false)).toContain('Total 1.1 MB (');
    expect(callMarkdown(plain, at, true)).toMatch(
      /Total: ≈\u202f1\.1 MB[\s\S]*Samples: 1\n- estimated from samples/,
    );
    expect(callMarkdown(plain, at, false)).not.toMatch(/≈|samples/i);
  });
});
