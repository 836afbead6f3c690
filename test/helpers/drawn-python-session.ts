import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import type { SessionWriter } from '../../electron/store/session-store.js';
import { encodeAllocations } from '../../shared/format/allocation-columns.js';
import { packThreads } from '../../shared/format/inventory-artifacts.js';
import { StackBuilder, WeightBuilder } from '../../shared/import/allocations/profile-builder.js';
import type { RuntimeInfo } from '../../shared/model/runtime.js';
import { drawnPythonHeap } from './drawn-python-heap.js';
import { drawnSnapshot } from './drawn-snapshot.js';
import { batch, newSession } from './session-file.js';

const PYTHON: RuntimeInfo = { kind: 'cpython', flavour: 'cpython', version: '3.12.1' };
const STEP = 100;
const DURATION = 90_000;
const MB = 1e6;
const OUTBOX = '/srv/shop/outbox.py';
/** Each line says its number. */
const OUTBOX_TEXT = Array.from({ length: 60 }, (_, line) => `outbox.deliver(${line + 1})\n`).join('');

/** A Python program that keeps every letter it sent: the same to the byte that is shown, each time and everywhere. */
export async function drawnPythonSession(path: string, engine: HeapEngine): Promise<void> {
  const writer = newSession(path);
  const target = writer.addTarget({
    ...{ ppid: 1, firstSeen: 0, pid: 4712, runtime: PYTHON },
    ...{ name: 'mailer', command: 'python3 mailer.py' },
  });
  const time = Array.from({ length: DURATION / STEP }, (_, n) => n * STEP);
  const column = (value: (at: number) => number): readonly number[] =>
    time.map((at) => Math.round(value(at)));
  const grown = (at: number): number => (0.35 * MB * at) / 1000;
  writer.append([
    batch(target, time, {
      rss: column((at) => 46 * MB + grown(at) + (at % 9000) * 200),
      'heap.used': column((at) => 18 * MB + 0.9 * grown(at) + (at % 9000) * 200),
      threads: column(() => 6),
      fds: column((at) => 11 + (Math.floor(at / 7000) % 2)),
    }),
  ]);
  for (const at of [20_000, DURATION - 10_000])
    await drawnSnapshot(writer, engine, target, at, [drawnPythonHeap(40 + Math.round(at / 500))]);
  for (const at of [25_000, DURATION - 5000]) traced(writer, target, at, grown(at) / MB);
  for (const at of [5000, DURATION - 4000]) threads(writer, target, at);
  writer.addArtifact({
    ...{ kind: 'source', target, at: 0, meta: { file: OUTBOX } },
    data: new TextEncoder().encode(OUTBOX_TEXT),
  });
  writer.updateTarget(target, { lastSeen: DURATION });
  writer.complete(DURATION);
}

/** What tracemalloc holds: places without names of functions, the outermost first. */
function traced(writer: SessionWriter, target: number, at: number, grown: number): void {
  const [stacks, weights] = [new StackBuilder(), new WeightBuilder()];
  const held = (
    megabytes: number,
    count: number,
    ...places: readonly (readonly [string, number])[]
  ): void => {
    let stack = -1;
    for (const [file, line] of places) {
      const name = `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
      stack = stacks.stack(stack, stacks.frame(name, file, line));
    }
    weights.add(stack, Math.round(megabytes * MB), count);
  };
  const main = ['/srv/shop/mailer.py', 41] as const;
  const deliver = [OUTBOX, 22] as const;
  held(0.6 * grown, Math.round(800 * grown), main, deliver, [OUTBOX, 31]);
  held(0.3 * grown, Math.round(2000 * grown), main, deliver, ['/usr/lib/python3.12/email/message.py', 214]);
  held(0.1 * grown, Math.round(900 * grown), main, deliver, [OUTBOX, 34]);
  held(2.1, 5200, main, ['/srv/shop/templates.py', 12], ['/usr/lib/python3.12/re/__init__.py', 294]);
  held(1.2, 310, ['/srv/shop/mailer.py', 7], ['/usr/lib/python3.12/ssl.py', 707]);
  writer.addArtifact({
    ...{ kind: 'allocations', target, at },
    meta: {
      kind: 'traced',
      source: 'traced',
      name: 'tracemalloc',
      unit: 'bytes',
      lines: 'call',
      since: 2000,
    },
    data: encodeAllocations(weights.table(stacks.table())),
  });
}

function threads(writer: SessionWriter, target: number, at: number): void {
  const rows = [
    { id: 4712, name: 'MainThread', state: 'S', cpu: 900 + at / 12, stackSize: 8 << 20, stackRss: 96 << 10 },
    ...['smtp-0', 'smtp-1', 'smtp-2', 'smtp-3', 'heartbeat'].map((name, n) => ({
      ...{ id: 4720 + n, name, state: n === 1 ? 'R' : 'S', cpu: 120 + 40 * n + at / 400 },
      ...{ stackSize: 8 << 20, stackRss: (28 + 4 * n) << 10, start: 'mailer.py!deliver' },
    })),
  ];
  writer.addArtifact({
    ...{ kind: 'threads', target, at },
    data: new TextEncoder().encode(packThreads(rows)),
  });
}
