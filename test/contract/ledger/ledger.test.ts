import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { MemoryMap } from '../../../electron/processes/linux/memory-map.js';
import { rollup } from '../../../electron/processes/linux/smaps-rollup.js';
import { ledgerGrowth } from '../../../shared/analysis/ledger/growth.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import { ledgerVerdict } from '../../../shared/analysis/ledger/verdict.js';
import type { Ledger, LedgerId } from '../../../shared/model/ledger.js';
import type { Reading } from '../../../shared/model/series.js';
import { endTargets, type ProcessTarget, startNode, startTarget } from '../../helpers/process-targets.js';
import { onePythonPerMinor } from '../../helpers/python-interpreters.js';
import { testWhere } from '../../helpers/where.js';

afterEach(endTargets);

const onLinux = process.platform === 'linux';
const MB = 1 << 20;
const THP = '/sys/kernel/mm/transparent_hugepage/enabled';
const hugePages = existsSync(THP) && !readFileSync(THP, 'latin1').includes('[never]');

async function account(map: MemoryMap, reading: Reading): Promise<Ledger> {
  const { regions, found } = await map.read();
  return ledger({ regions, reading: { ...found, ...reading } });
}

const bytesOf = ({ entries }: Ledger, id: LedgerId): number =>
  entries.find((entry) => entry.id === id)?.bytes ?? Number.NaN;

/** Says its figures, waits for a line, does the work, says them again, waits. */
const NODE = (work: string): string => `
  const v8 = require('node:v8');
  globalThis.keep = [];
  const say = () => {
    const heap = v8.getHeapStatistics();
    console.log(JSON.stringify({
      'heap.used': heap.used_heap_size, 'heap.committed': heap.total_heap_size, 'heap.limit': heap.heap_size_limit,
      external: heap.external_memory, arrayBuffers: process.memoryUsage().arrayBuffers,
    }));
  };
  say();
  process.stdin.on('data', () => { ${work}; say(); });
`;

const PYTHON = (work: string): string => `
import ctypes, mmap, sys, threading
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
keep = []
print('{}', flush=True)
for line in sys.stdin:
    ${work.trim().split('\n').join('\n    ')}
    print('{}', flush=True)
`;

interface Story {
  readonly target: ProcessTarget;
  readonly grow: () => Promise<{ before: Ledger; after: Ledger }>;
}

function story(target: ProcessTarget): Story {
  const map = new MemoryMap(target.pid);
  const said = async (): Promise<Ledger> => account(map, JSON.parse(await target.line()));
  return {
    target,
    async grow() {
      const before = await said();
      target.say('go');
      return { before, after: await said() };
    },
  };
}

/** The share of RSS that has a name, of every target of this file: printed at the end. */
const shares: (readonly [name: string, explained: number, rss: number])[] = [];
afterAll(() => {
  const rows = shares.map(
    ([name, explained, rss]) =>
      `${(explained * 100).toFixed(1).padStart(6)} % of ${(rss / 1e6).toFixed(1).padStart(6)} MB  ${name}`,
  );
  console.log(['RSS explained:', ...rows].join('\n'));
});

function expectWhole(account: Ledger): void {
  shares.push([expect.getState().currentTestName ?? '', account.explained, account.rss]);
  expect(account.entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(account.rss);
  expect(account.explained).toBeGreaterThan(0.95);
}

describe.runIf(onLinux)('the ledger of Node', () => {
  it.each<[string, string, LedgerId, string]>([
    ['objects', 'for (let i = 0; i < 6e5; i++) keep.push({ i, list: [i] })', 'heap.used', 'managed-heap'],
    [
      'large Buffers',
      'for (let i = 0; i < 60; i++) keep.push(Buffer.alloc(1 << 20, 1))',
      'arrayBuffers',
      'buffers',
    ],
    [
      'small Buffers',
      'for (let i = 0; i < 6000; i++) keep.push(new Uint8Array(10000).fill(1))',
      'arrayBuffers',
      'buffers',
    ],
  ])('%s', async (_, work, line, kind) => {
    const { before, after } = await story(startNode(NODE(work))).grow();
    expectWhole(before);
    expectWhole(after);
    const growth = ledgerGrowth(before, after);
    expect(growth.steps[0]?.id).toBe(line);
    expect(growth.steps[0]?.delta).toBeGreaterThan(40 * MB);
    expect(ledgerVerdict(growth).kind).toBe(kind);
  });
});

const pythons = onePythonPerMinor().filter(({ root, freeThreaded }) => root === undefined && !freeThreaded);

describe.runIf(onLinux).each(pythons)('the ledger of CPython $label, from outside alone', (python) => {
  const start = (work: string): Story => {
    const [program, ...before] = python.command;
    return story(startTarget(program, [...before, '-c', PYTHON(work)]));
  };

  it('finds objects in pymalloc', async () => {
    const { before, after } = await start('keep.extend([i, str(i)] for i in range(300000))').grow();
    expectWhole(before);
    expectWhole(after);
    expect(bytesOf(after, 'heap.used') - bytesOf(before, 'heap.used')).toBeGreaterThan(30 * MB);
    expect(ledgerVerdict(ledgerGrowth(before, after)).kind).toBe('managed-heap');
  });

  it('tells what pymalloc holds free from what is in use', async () => {
    const { before, after } = await start(`
keep = [('x' * 50 + str(i)) for i in range(800000)]
keep = keep[::50]`).grow();
    expectWhole(after);
    const [used, free] = (['heap.used', 'heap.free'] as const).map(
      (id) => bytesOf(after, id) - bytesOf(before, id),
    );
    expect(free).toBeGreaterThan(40 * MB);
    expect(used).toBeLessThan(10 * MB);
    expect(ledgerVerdict(ledgerGrowth(before, after)).kind).toBe('managed-free');
  });

  it('sees a leak of malloc', async () => {
    const { before, after } = await start(`
for _ in range(60000):
    ctypes.memset(libc.malloc(1000), 1, 1000)`).grow();
    expectWhole(after);
    expect(bytesOf(after, 'malloc.rest') - bytesOf(before, 'malloc.rest')).toBeGreaterThan(50 * MB);
    expect(ledgerVerdict(ledgerGrowth(before, after)).kind).toBe('allocator');
  });

  it('sees large blocks of malloc, which are in use as long as they are there', async () => {
    const { before, after } = await start(
      'size = 1000000; keep.extend(b"x" * size for _ in range(60))',
    ).grow();
    expectWhole(after);
    expect(bytesOf(after, 'malloc.used') - bytesOf(before, 'malloc.used')).toBeGreaterThan(50 * MB);
    expect(ledgerVerdict(ledgerGrowth(before, after)).kind).toBe('native');
  });
});

describe.runIf(onLinux && pythons.length > 0)('the ledger of mappings', () => {
  const python = (work: string): Story =>
    story(startTarget(pythons.at(-1)?.command[0] ?? '', ['-c', PYTHON(work)]));

  it('sees a mapped file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leakscope-map-'));
    try {
      const { before, after } = await python(`
file = open('${folder}/data', 'w+b')
file.truncate(40 << 20)
keep = mmap.mmap(file.fileno(), 40 << 20)
for at in range(0, 40 << 20, 4096): keep[at] = 1`).grow();
      expectWhole(after);
      expect(bytesOf(after, 'files') - bytesOf(before, 'files')).toBeGreaterThan(39 * MB);
      expect(ledgerVerdict(ledgerGrowth(before, after)).kind).toBe('files');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(['', 'keep.madvise(mmap.MADV_HUGEPAGE)'])(
    'sees memory that was mapped beside malloc, also where it adjoins an arena of a thread (%s)',
    async (advice) => {
      const { before, after } = await python(`
threading.Thread(target=lambda: keep.append(bytearray(90000)) or threading.Event().wait(), daemon=True).start()
big = [libc.malloc(1000000) for _ in range(20)]
for at in big: ctypes.memset(at, 1, 1000000)
keep = mmap.mmap(-1, 64 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
${advice}
for at in range(0, 64 << 20, 4096): keep[at] = 1`).grow();
      expectWhole(after);
      const growth = ledgerGrowth(before, after);
      expect(growth.steps[0]).toMatchObject({ id: 'mapped' });
      expect(growth.steps[0].delta).toBeGreaterThan(63 * MB);
      expect(growth.steps[0].delta).toBeLessThan(68 * MB);
      expect(bytesOf(after, 'malloc.used') - bytesOf(before, 'malloc.used')).toBeGreaterThan(18 * MB);
      expect(ledgerVerdict(growth).kind).toBe('mapped');
    },
  );

  it('sees shared memory', async () => {
    const { after } = await python('keep = mmap.mmap(-1, 40 << 20); keep.write(b"x" * (40 << 20))').grow();
    expect(bytesOf(after, 'shared')).toBeGreaterThan(39 * MB);
  });

  testWhere(hugePages, 'this kernel gives no transparent huge pages')(
    'tells how much of it lies in huge pages',
    async () => {
      const { target, grow } = python(
        'keep = mmap.mmap(-1, 64 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS); keep.madvise(mmap.MADV_HUGEPAGE); keep.write(b"x" * (64 << 20))',
      );
      const { before, after } = await grow();
      expect(after.rss - before.rss).toBeGreaterThan(60 * MB);
      const sums = await rollup(target.pid);
      expect(sums?.huge).toBeGreaterThan(30 * MB);
      const { regions } = await new MemoryMap(target.pid).read();
      expect(regions.reduce((sum, { huge }) => sum + huge, 0)).toBe(sums?.huge);
    },
  );

  it('sees threads', async () => {
    const { before, after } = await python(`
def deep(n, gate):
    if n: deep(n - 1, gate)
    else: gate.wait()
gate = threading.Event()
for _ in range(150): threading.Thread(target=deep, args=(100, gate), daemon=True).start()`).grow();
    expectWhole(after);
    const growth = ledgerGrowth(before, after);
    expect(growth.steps[0]?.id).toBe('stacks');
  });

  it('gives a program without a runtime what the mappings tell', async () => {
    const target = startTarget('/bin/sh', ['-c', 'echo "{}"; read x']);
    await target.line();
    const whole = await account(new MemoryMap(target.pid), {});
    expect(whole.entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(whole.rss);
    expect(bytesOf(whole, 'code')).toBeGreaterThan(0);
  });

  it('fails when the process is gone', async () => {
    const target = startTarget('sleep', ['60']);
    const map = new MemoryMap(target.pid);
    await target.end();
    await expect(map.read()).rejects.toThrow();
  });
});
