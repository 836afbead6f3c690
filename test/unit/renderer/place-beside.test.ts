import { expect, it } from 'vitest';
import { placeBeside } from '../../../renderer/views/allocations/call-figures.js';
import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { StackBuilder, WeightBuilder } from '../../../shared/import/allocations/profile-builder.js';

it('a place stands beside a name, and not beside itself', () => {
  const [stacks, weights] = [new StackBuilder(), new WeightBuilder()];
  const frames = [
    ['deliver', '/srv/outbox.py', 31],
    // As tracemalloc has it: no names of functions.
    ['outbox.py:31', '/srv/outbox.py', 31],
    ['', '/srv/outbox.py', 31],
    ['native', '', 0],
  ] as const;
  for (const [name, file, line] of frames) weights.add(stacks.stack(-1, stacks.frame(name, file, line)), 1);
  const tree = new AllocationsByCall().add(weights.table(stacks.table())).tree();
  const beside = Object.fromEntries(
    tree.frames.name.map((name, frame) => [`${name} ${tree.frames.file[frame]}`, placeBeside(tree, frame)]),
  );
  expect(beside).toMatchObject({
    'deliver /srv/outbox.py': 'outbox.py:31',
    'outbox.py:31 /srv/outbox.py': '',
    ' /srv/outbox.py': '',
    'native ': '',
  });
});
