import { expect, test } from 'vitest';
import { isDrawn } from '../../../renderer/views/timeline/is-drawn.js';
import { lanesOfTarget } from '../../../renderer/views/timeline/lanes-of-target.js';
import type { TimelineFeed } from '../../../renderer/views/timeline/timeline-feed.js';
import type { TargetInfo } from '../../../shared/model/session.js';

test('whatever a lane draws is fetched, and the rest is not', () => {
  const names = `rss pss uss swap heap.used heap.committed heap.limit heap.malloced external arrayBuffers code traced
    blocks threads fds cpu ledger.heap.used ledger.malloc.used gc.count0 gc.count1 gc.count2 pss.heap.used pss.code
    space.old_space.used space.new_space.used contexts.native.count fds.pipe.count threads.node.count loop.busy
    loop.delay.ms handles.Timeout.count fds.socket.count space.code_space.used contexts.detached.count pss.files`;
  const all = new Set(names.split(/\s+/));
  const asked = new Set<string>();
  const feed = {
    names: () => all,
    source: (_: number, name: string) => {
      asked.add(name);
      return {};
    },
    ticks: () => [],
  } as unknown as TimelineFeed;
  for (const kind of ['v8', 'cpython', 'native'] as const)
    lanesOfTarget(feed, { id: 1, pid: 2, runtime: { kind, flavour: kind } } as TargetInfo, true);
  expect(asked.size).toBeGreaterThan(8);
  expect([...asked].filter((name) => !isDrawn(name))).toEqual([]);
  expect([...all].filter(isDrawn).length).toBeLessThan(all.size);
});
