import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import type { SampleBatch, SessionWriter } from '../../electron/store/session-store.js';
import { writeHeapSnapshot } from '../../shared/format/heapsnapshot-writer.js';
import { packDescriptors, packRegions, packThreads } from '../../shared/format/inventory-artifacts.js';
import type { RuntimeInfo } from '../../shared/model/runtime.js';
import { drawnRegion } from './drawn-regions.js';
import { drawnSnapshot } from './drawn-snapshot.js';
import { heapGraph } from './heap-graph.js';
import { batch, newSession } from './session-file.js';

/** How a drawn session differs from the usual one. */
export interface DrawnOptions {
  /** Bytes a second by which RSS and heap grow. */
  readonly growth?: number;
  /** When the deploy was marked, and the growth begins, ms. */
  readonly deploy?: number;
  /** ms. */
  readonly duration?: number;
}

const NODE: RuntimeInfo = { kind: 'v8', flavour: 'node', version: '24.21.0' };
const PYTHON: RuntimeInfo = { kind: 'cpython', flavour: 'cpython', version: '3.12.1' };
const STEP = 100;
const SHOP = 'file:///srv/shop.mjs';
/** Each line says its number. */
const SHOP_TEXT = Array.from({ length: 120 }, (_, line) => `shop.serve(${line + 1});\n`).join('');
const MB = 1e6;

/**
 * A session that is the same to the byte that is shown, each time and everywhere: a shop that leaks sessions (Node) with
 * a worker that does not (Python), samples at 10 Hz, two snapshots, mappings, threads, descriptors, allocations, marks.
 */
export async function drawnSession(
  path: string,
  engine: HeapEngine,
  { growth = 0.4 * MB, deploy = 30_000, duration = 120_000 }: DrawnOptions = {},
): Promise<void> {
  const writer = newSession(path);
  const shared = { ppid: 1, firstSeen: 0 };
  const node = writer.addTarget({
    ...shared,
    pid: 4711,
    runtime: NODE,
    name: 'shop',
    command: 'node shop.mjs',
  });
  const python = writer.addTarget({
    ...{ ppid: 4711, firstSeen: 0, pid: 4712, runtime: PYTHON },
    ...{ name: 'mailer', command: 'python3 mailer.py' },
  });
  const grown = (at: number): number => (growth * Math.max(0, at - deploy)) / 1000;
  writer.append([nodeSamples(node, duration, grown), pythonSamples(python, duration)]);
  writer.mark({ at: 12_000, kind: 'note', text: 'warm-up done' });
  writer.mark({ at: deploy, kind: 'note', text: 'deploy' });
  for (const at of [duration / 6, duration - 15_000])
    await drawnSnapshot(writer, engine, node, at, shopSnapshot(grown(at)));
  for (const [at, more] of [
    [duration / 12, 0],
    [duration - 5000, 24],
  ] as const)
    inventory(writer, node, at, more);
  for (const at of [duration / 2, duration - 10_000]) allocations(writer, node, at, 1 + grown(at) / MB);
  writer.addArtifact({
    ...{ kind: 'source', target: node, at: 0, meta: { file: SHOP } },
    data: new TextEncoder().encode(SHOP_TEXT),
  });
  writer.updateTarget(node, { lastSeen: duration });
  writer.updateTarget(python, { lastSeen: duration });
  writer.complete(duration);
}

const timesOf = (duration: number): readonly number[] =>
  Array.from({ length: duration / STEP }, (_, n) => n * STEP);

/** A saw-tooth from 0 to 1. */
const tooth = (at: number, every: number): number => (at % every) / every;

function nodeSamples(target: number, duration: number, grown: (at: number) => number): SampleBatch {
  const time = timesOf(duration);
  const column = (value: (at: number) => number): readonly number[] =>
    time.map((at) => Math.round(value(at)));
  /** The account is read every two seconds. */
  const seldom = (value: (at: number) => number): readonly number[] =>
    time.map((at) => (at % 2000 === 0 ? Math.round(value(at)) : Number.NaN));
  const used = (at: number): number => 24 * MB + 0.7 * grown(at) + 6 * MB * tooth(at, 6000);
  const parts: Readonly<Record<string, (at: number) => number>> = {
    'heap.used': used,
    'heap.free': () => 9 * MB,
    arrayBuffers: (at) => 3 * MB + 0.1 * grown(at),
    external: () => 2 * MB,
    'malloc.used': (at) => 11 * MB + 0.1 * grown(at),
    'malloc.free': () => 4 * MB,
    stacks: () => 1.5 * MB,
    code: () => 38 * MB,
    shared: () => 6 * MB,
    unexplained: () => 1.2 * MB,
  };
  const rss = (at: number): number => Object.values(parts).reduce((sum, part) => sum + part(at), 0);
  return batch(
    target,
    time,
    {
      rss: column(rss),
      'heap.used': column(used),
      'heap.committed': column((at) => used(at) + 9 * MB),
      external: column((at) => 5 * MB + 0.1 * grown(at)),
      arrayBuffers: column((at) => 3 * MB + 0.1 * grown(at)),
      threads: column((at) => 11 + Math.floor(at / 20_000)),
      fds: column((at) => 24 + (Math.floor(at / 5000) % 3)),
      ...Object.fromEntries(Object.entries(parts).map(([id, part]) => [`ledger.${id}`, seldom(part)])),
    },
    time
      .filter((at) => at > 0 && at % 3000 === 0)
      .map((at) => ({
        at,
        kind: at % 6000 === 0 ? 'mark-sweep-compact' : 'scavenge',
        pause: at % 6000 === 0 ? 8.4 : 1.1,
      })),
  );
}

function pythonSamples(target: number, duration: number): SampleBatch {
  const time = timesOf(duration);
  const flat = (value: number, swing: number, every: number): readonly number[] =>
    time.map((at) => Math.round(value + swing * tooth(at, every)));
  return batch(target, time, {
    rss: flat(46 * MB, 3 * MB, 15_000),
    'heap.used': flat(18 * MB, 2 * MB, 15_000),
    threads: flat(4, 0, 1000),
    fds: flat(9, 0, 1000),
  });
}

/** As V8 writes it. */
function shopSnapshot(grown: number): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  writeHeapSnapshot(heapGraph(shopHeap(grown)).graph, (chunk) => void chunks.push(chunk.slice()));
  return chunks;
}

/** A store keeps a session for each 60 kB that have grown; beside it stands what a program has anyhow. */
function shopHeap(grown: number): string {
  const sessions = 60 + Math.round(grown / 60_000);
  const each = (name: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, n) => `${name}#${n}`);
  const all = each('Session', sessions);
  const lines = [
    'root:synthetic 0 -> global=global stack:element=1',
    'global 120 -> shop routes buffers',
    'stack:synthetic 0 -> timer:element=0',
    'timer 88 -> shop=context',
    'shop 64 -> store=store mail=mail',
    'store 48 -> table=table',
    `table:array 8192 -> ${all.map((name, n) => `${name}:element=${n}`).join(' ')}`,
    ...all.flatMap((name, n) => [
      `${name} 96 -> User#${n}=user History#${n}=history`,
      `User#${n} 240`,
      `History#${n} 4200`,
    ]),
    `mail 40 -> ${each('Letter', 12)
      .map((name, n) => `${name}:element=${n}`)
      .join(' ')}`,
    ...each('Letter', 12).map((name) => `${name} 1600`),
    `routes 96 -> ${each('Route', 30)
      .map((name, n) => `${name}:element=${n}`)
      .join(' ')}`,
    ...each('Route', 30).map((name) => `${name} 180`),
    `buffers 32 -> ${each('Buffer', 8)
      .map((name, n) => `${name}:element=${n}`)
      .join(' ')}`,
    ...each('Buffer', 8).map((name) => `${name} 16384`),
  ];
  return lines.join('\n');
}

function inventory(writer: SessionWriter, target: number, at: number, more: number): void {
  const put = (kind: string, text: string): void =>
    void writer.addArtifact({ kind, target, at, data: new TextEncoder().encode(text) });
  put(
    'regions',
    packRegions([
      drawnRegion('code', '/usr/bin/node', 4096, 38_000, { rights: 'r-xp', pss: 19_000 * 1024 }),
      drawnRegion('heap', '[heap]', 60_000, 11_000 + 40 * more),
      ...Array.from({ length: 6 }, (_, n) =>
        drawnRegion('anonymous', '[anon:v8]', 200_000 + 20_000 * n, 5000 + 90 * more),
      ),
      drawnRegion('file', '/usr/lib/libc.so.6', 900_000, 1900, { rights: 'r--p' }),
      drawnRegion('shared', '/dev/shm/metrics', 1_200_000, 6000, { rights: 'rw-s' }),
      drawnRegion('stack', '[stack]', 2_000_000, 132),
    ]),
  );
  put(
    'threads',
    packThreads([
      { id: 4711, name: 'node', state: 'S', cpu: 2000 + at / 10, stackSize: 8 << 20, stackRss: 132 << 10 },
      ...Array.from({ length: 4 + Math.floor(more / 4) }, (_, n) => ({
        ...{ id: 4800 + n, name: `pool-${n}`, state: n % 3 === 0 ? 'R' : 'S', cpu: 400 + 20 * n },
        ...{ stackSize: 8 << 20, stackRss: (40 + n) << 10, start: 'shop.mjs!work' },
      })),
    ]),
  );
  put(
    'descriptors',
    packDescriptors([
      { fd: 0, kind: 'file', name: '/dev/null' },
      { fd: 3, kind: 'epoll', name: 'anon_inode:[eventpoll]' },
      ...Array.from({ length: 6 + more }, (_, n) => ({
        ...{ fd: 10 + n, kind: 'socket' as const, name: `socket:[${9000 + n}]` },
      })),
    ]),
  );
}

/** A sampled profile as V8 has it: what is alive at a moment, by who allocated it. */
function allocations(writer: SessionWriter, target: number, at: number, share: number): void {
  let id = 0;
  let ordinal = 0;
  const samples: object[] = [];
  const call = (
    functionName: string,
    line: number,
    megabytes: number,
    children: readonly object[] = [],
  ): object => {
    const node = ++id;
    const size = Math.round(megabytes * MB);
    if (size > 0) samples.push({ nodeId: node, size, ordinal: ++ordinal });
    const callFrame = {
      functionName,
      scriptId: '7',
      url: SHOP,
      lineNumber: line,
      columnNumber: 0,
    };
    return { callFrame, selfSize: size, id: node, children };
  };
  const head = call('(root)', -1, 0, [
    call('listen', 11, 0.2, [
      call('handle', 24, 0.1, [
        call('login', 31, 0.3, [call('Session', 40, 0.6 * share), call('historyOf', 52, 1.1 * share)]),
        call('search', 66, 0.9, [call('render', 70, 0.4)]),
      ]),
    ]),
    call('sendMail', 90, 0.5, [call('Letter', 94, 0.8)]),
    call('warmUp', 5, 2.4),
  ]);
  writer.addArtifact({
    ...{ kind: 'heapprofile', target, at },
    meta: { interval: 32_768, since: 5000, newest: ordinal },
    data: new TextEncoder().encode(JSON.stringify({ head, samples })),
  });
}
