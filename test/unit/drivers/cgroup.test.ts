import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cgroupCounter, cgroupMemory } from '../../../electron/drivers/cgroup.js';
import { memoryHeadroom } from '../../../electron/drivers/headroom.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'leakscope-cgroup-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

const v2Mount = (of = '/'): string =>
  `30 23 0:26 ${of} ${join(root, 'sys')} rw,nosuid shared:4 - cgroup2 cgroup2 rw\n`;

describe('cgroupMemory', () => {
  it('takes the tightest limit on the way up (v2)', () => {
    write({
      '7/cgroup': '0::/a/b\n',
      'self/mountinfo': v2Mount(),
      'sys/a/b/memory.current': '1000\n',
      'sys/a/b/memory.max': 'max\n',
      'sys/a/b/memory.stat': 'kernel 30\ninactive_file 400\nkernel_stack 5\npagetables 7\nslab 11\nsock 2\n',
      'sys/a/b/memory.events': 'oom 1\noom_kill 2\n',
      'sys/a/memory.current': '5000\n',
      'sys/a/memory.max': '8000\n',
      'sys/a/memory.stat': 'inactive_file 500\nslab_reclaimable 100\n',
    });
    expect(cgroupMemory(7, root)).toEqual({
      limit: 8000,
      usage: 5000,
      reclaimable: 600,
      oomKills: 2,
      kernel: 30,
      kernelParts: { slab: 11, stacks: 5, pagetables: 7, sock: 2 },
    });
    expect(cgroupCounter(7, root)()).toBe(2);
  });

  it('reads v1, whose "no limit" is a very large number', () => {
    const mount = `31 23 0:27 / ${join(root, 'sys')} rw - cgroup cgroup rw,memory\n`;
    write({
      '7/cgroup': '5:cpu:/x\n4:memory:/x\n0::/\n',
      'self/mountinfo': mount,
      'sys/x/memory.usage_in_bytes': '900\n',
      'sys/x/memory.limit_in_bytes': '9223372036854771712\n',
      'sys/x/memory.stat': 'total_inactive_file 50\n',
      'sys/x/memory.oom_control': 'oom_kill_disable 0\noom_kill 3\n',
    });
    expect(cgroupMemory(7, root)).toEqual({ usage: 900, reclaimable: 50, oomKills: 3 });
    write({ 'sys/x/memory.limit_in_bytes': '1000\n' });
    expect(cgroupMemory(7, root)?.limit).toBe(1000);
  });

  it('adds up the kernel memory of v1, which counts sockets apart and slabs by their caches', () => {
    const mount = `31 23 0:27 / ${join(root, 'sys')} rw - cgroup cgroup rw,memory\n`;
    write({
      '7/cgroup': '4:memory:/x\n',
      'self/mountinfo': mount,
      'sys/x/memory.usage_in_bytes': '9000000\n',
      'sys/x/memory.stat': 'cache 5\nrss 6\n',
      'sys/x/memory.kmem.usage_in_bytes': '700000\n',
      'sys/x/memory.kmem.tcp.usage_in_bytes': '40960\n',
      'sys/x/memory.kmem.slabinfo': [
        'slabinfo - version: 2.1',
        '# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>',
        'radix_tree_node       28     56    584   28    4 : tunables    0    0    0 : slabdata      2      2      0',
        'dentry               840    840    192   21    1 : tunables    0    0    0 : slabdata     40     40      0',
        '',
      ].join('\n'),
    });
    expect(cgroupMemory(7, root)).toMatchObject({
      kernel: 700_000 + 40_960,
      kernelParts: { slab: (2 * 4 + 40) * 4096, sock: 40_960 },
    });
    // From Linux 5.9 on the list of caches is empty.
    write({ 'sys/x/memory.kmem.slabinfo': '' });
    expect(cgroupMemory(7, root)?.kernelParts).toEqual({ sock: 40_960 });
  });

  it('finds its place where the mount shows a part of the tree, as in a container', () => {
    write({
      '7/cgroup': '0::/docker/abc/inner\n',
      'self/mountinfo': v2Mount('/docker/abc'),
      'sys/inner/memory.current': '10\n',
      'sys/inner/memory.max': '20\n',
    });
    expect(cgroupMemory(7, root)).toMatchObject({ limit: 20, usage: 10 });
  });

  it('does not climb out of the mount', () => {
    write({
      '7/cgroup': '0::/../../../etc\n',
      'self/mountinfo': v2Mount(),
      'sys/etc/memory.current': '10\n',
    });
    expect(cgroupMemory(7, root)).toMatchObject({ usage: 10 });
  });

  it('is nothing where there is none', () => {
    expect(cgroupMemory(7, root)).toBeUndefined();
    write({ '7/cgroup': 'nonsense\n', 'self/mountinfo': '\n' });
    expect(cgroupMemory(7, root)).toBeUndefined();
    expect(cgroupCounter(7, root)()).toBeUndefined();
  });
});

describe('memoryHeadroom', () => {
  it('is some of this machine', () => {
    const { bytes, limitedBy } = memoryHeadroom(process.pid);
    expect(bytes).toBeGreaterThan(1e6);
    expect(['cgroup', 'machine']).toContain(limitedBy);
  });
});
