import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { PAGE_SIZE } from './page-size.js';

/** What the kernel allows and counts for the control group of a process. Sizes in bytes. */
export interface CgroupMemory {
  /** Tightest limit on the way up to the root; absent where there is none. */
  readonly limit?: number;
  /** Charged to the group that has that limit, or to the process's own group. */
  readonly usage: number;
  /** Part of `usage` that the kernel drops before it kills: page cache not used lately. */
  readonly reclaimable: number;
  /** Processes that the kernel has killed in the process's own group for lack of memory. */
  readonly oomKills?: number;
  /** Kernel memory charged to the process's own group: page tables, slabs, stacks, sockets. */
  readonly kernel?: number;
  /** Its parts, as far as the kernel tells them: v2 all of them, v1 sockets, and slabs before Linux 5.9. */
  readonly kernelParts?: Readonly<Partial<Record<KernelPart, number>>>;
}

export type KernelPart = 'slab' | 'stacks' | 'pagetables' | 'sock';

const KERNEL_PARTS: Readonly<Record<KernelPart, string>> = {
  slab: 'slab',
  stacks: 'kernel_stack',
  pagetables: 'pagetables',
  sock: 'sock',
};

/**
 * Reads cgroup v2, or v1's memory controller, as they are mounted here. Undefined where there is
 * none (another platform, no controller, not readable). A few small reads: about 0.2 ms.
 */
export function cgroupMemory(pid: number, proc = '/proc'): CgroupMemory | undefined {
  const home = homeOf(pid, proc);
  if (!home) return undefined;
  const own = memoryOf(home.mount, home.path, home.files);
  if (!own) return undefined;
  let tightest: (CgroupMemory & { free: number }) | undefined;
  for (const path of upwards(home.path)) {
    const at = memoryOf(home.mount, path, home.files);
    if (at?.limit === undefined) continue;
    const free = at.limit - at.usage + at.reclaimable;
    if (!tightest || free < tightest.free) tightest = { ...at, free };
  }
  const { limit, usage, reclaimable } = tightest ?? own;
  return {
    usage,
    reclaimable,
    ...(limit !== undefined && { limit }),
    ...(own.oomKills !== undefined && { oomKills: own.oomKills }),
    ...(own.kernel !== undefined && { kernel: own.kernel }),
    ...(own.kernelParts && { kernelParts: own.kernelParts }),
  };
}

/** A cheap count of the kernel's kills in the group that `pid` is in now; it goes on working when `pid` is gone. */
export function cgroupCounter(pid: number, proc = '/proc'): () => number | undefined {
  const home = homeOf(pid, proc);
  return () => home && fieldsOf(textOf(join(home.mount, home.path, home.files.events))).get('oom_kill');
}

/** The names that the two versions give to the same facts. */
interface Files {
  readonly limit: string;
  readonly usage: string;
  readonly reclaimable: readonly string[];
  readonly events: string;
  readonly kernel: readonly string[];
}

const V2: Files = {
  limit: 'memory.max',
  usage: 'memory.current',
  reclaimable: ['inactive_file', 'slab_reclaimable'],
  events: 'memory.events',
  kernel: ['kernel'],
};

const V1: Files = {
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  reclaimable: ['total_inactive_file'],
  events: 'memory.oom_control',
  kernel: [],
};

/** v1 says "no limit" with the largest number of pages; nobody has a limit of a petabyte. */
const NO_LIMIT = 2 ** 50;

interface Home {
  readonly mount: string;
  readonly path: string;
  readonly files: Files;
}

function homeOf(pid: number, proc: string): Home | undefined {
  const lines = textOf(join(proc, String(pid), 'cgroup'))?.split('\n') ?? [];
  const mounts = textOf(join(proc, 'self/mountinfo'))?.split('\n') ?? [];
  for (const line of lines) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    if (controllers?.split(',').includes('memory')) {
      const at = mountOf(mounts, (type, options) => type === 'cgroup' && options.includes('memory'));
      if (at) return { mount: at.point, path: within(at.root, path), files: V1 };
    }
  }
  const unified = lines.find((line) => line.startsWith('0::'))?.slice(3);
  const at = mountOf(mounts, (type) => type === 'cgroup2');
  return unified !== undefined && at
    ? { mount: at.point, path: within(at.root, unified), files: V2 }
    : undefined;
}

function mountOf(
  mounts: readonly string[],
  fits: (type: string, options: readonly string[]) => boolean,
): { root: string; point: string } | undefined {
  for (const line of mounts) {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root, point] = left.split(' ');
    const [type = '', , options = ''] = right.split(' ');
    if (root && point && fits(type, options.split(','))) return { root, point };
  }
  return undefined;
}

/** In a container the mount shows a part of the tree only; paths outside it (`/../x`) lead to its root. */
function within(root: string, path: string): string {
  const inside =
    root !== '/' && (path === root || path.startsWith(`${root}/`)) ? path.slice(root.length) : path;
  return normalize(`/${inside}`);
}

function* upwards(path: string): Generator<string> {
  let at = path;
  for (; at !== '/'; at = normalize(join(at, '..'))) yield at;
  yield '/';
}

function memoryOf(mount: string, path: string, files: Files): CgroupMemory | undefined {
  const dir = join(mount, path);
  const usage = numberOf(textOf(join(dir, files.usage)));
  if (usage === undefined) return undefined;
  const limit = numberOf(textOf(join(dir, files.limit)));
  const stat = fieldsOf(textOf(join(dir, 'memory.stat')));
  const sum = (names: readonly string[]): number | undefined =>
    names.reduce<number | undefined>((total, name) => {
      const value = stat.get(name);
      return value === undefined ? total : (total ?? 0) + value;
    }, undefined);
  const oomKills = fieldsOf(textOf(join(dir, files.events))).get('oom_kill');
  const old = files === V1 ? kernelOfV1(dir) : undefined;
  const kernel = sum(files.kernel) ?? old?.kernel;
  const parts = Object.entries(KERNEL_PARTS).flatMap(([part, name]) => {
    const value = stat.get(name) ?? old?.parts[part as KernelPart];
    return value === undefined ? [] : [[part, value] as const];
  });
  return {
    usage,
    reclaimable: Math.min(sum(files.reclaimable) ?? 0, usage),
    ...(parts.length > 0 && { kernelParts: Object.fromEntries(parts) }),
    ...(limit !== undefined && limit < NO_LIMIT && { limit }),
    ...(oomKills !== undefined && { oomKills }),
    ...(kernel !== undefined && { kernel }),
  };
}

/** v1 counts sockets apart from all else. https://docs.kernel.org/admin-guide/cgroup-v1/memory.html, 2.7 */
function kernelOfV1(dir: string): {
  readonly kernel?: number;
  readonly parts: Readonly<Partial<Record<KernelPart, number>>>;
} {
  const kmem = numberOf(textOf(join(dir, 'memory.kmem.usage_in_bytes')));
  const sock = numberOf(textOf(join(dir, 'memory.kmem.tcp.usage_in_bytes')));
  const slab = slabsOf(textOf(join(dir, 'memory.kmem.slabinfo')));
  return {
    ...(kmem !== undefined && { kernel: kmem + (sock ?? 0) }),
    parts: { ...(slab !== undefined && { slab }), ...(sock !== undefined && { sock }) },
  };
}

/** A line a cache: `name active objects size perSlab pagesPerSlab : tunables … : slabdata active SLABS shared` (slabinfo(5)). */
function slabsOf(text: string | undefined): number | undefined {
  const lines = [...(text ?? '').matchAll(/^\S+ +\d+ +\d+ +\d+ +\d+ +(\d+) :.*: slabdata +\d+ +(\d+) /gm)];
  return lines.length === 0
    ? undefined
    : lines.reduce((sum, [, pages, slabs]) => sum + Number(pages) * Number(slabs) * PAGE_SIZE, 0);
}

function fieldsOf(text: string | undefined): ReadonlyMap<string, number> {
  const fields = new Map<string, number>();
  for (const line of text?.split('\n') ?? []) {
    const [name, value] = line.split(' ');
    if (name && value) fields.set(name, Number(value));
  }
  return fields;
}

/** `max`, v2's word for no limit, is not a number. */
function numberOf(text: string | undefined): number | undefined {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
