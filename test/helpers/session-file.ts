import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSession } from '../../electron/store/create-session.js';
import type { NewTarget, SampleBatch, SessionWriter } from '../../electron/store/session-store.js';
import type { GcEvent } from '../../shared/model/session.js';

/** A folder that goes when the test ends. */
export function scratchFolder(onEnd: (clean: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-store-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const NODE_TARGET: NewTarget = {
  pid: 4711,
  ppid: 1,
  runtime: { kind: 'v8', flavour: 'node', version: '24.21.0' },
  name: 'node',
  command: 'node app.js',
  firstSeen: 0,
};

export function newSession(path: string): SessionWriter {
  return createSession(path, { startedAt: '2026-01-02T03:04:05.000Z' });
}

export function batch(
  target: number,
  time: readonly number[],
  series: Readonly<Record<string, readonly number[]>>,
  gc: readonly GcEvent[] = [],
): SampleBatch {
  return { target, time, series: new Map(Object.entries(series)), gc };
}

/** `count` samples, 100 ms apart from sample `from` on: RSS climbs by a page each, PSS is read every tenth time. */
export function climbing(target: number, from: number, count: number): SampleBatch {
  const numbers = Array.from({ length: count }, (_, i) => from + i);
  return batch(
    target,
    numbers.map((n) => n * 100),
    {
      rss: numbers.map((n) => 50_000_000 + 4096 * n),
      pss: numbers.map((n) => (n % 10 === 0 ? 30_000_000 + n : Number.NaN)),
      cpu: numbers.map((n) => 100 * Math.abs(Math.sin(n))),
    },
    from % 50 === 0 ? [{ at: from * 100, kind: 'scavenge', pause: 0.75 }] : [],
  );
}
