import { expect, it } from 'vitest';
import type { Entry } from '../../../electron/api/session-entry.js';
import { treeLedger } from '../../../electron/api/tree-ledger.js';
import { LEDGER_LINES, LEDGER_PSS_PREFIX } from '../../../shared/model/ledger.js';
import type { TargetInfo } from '../../../shared/model/session.js';

interface Drawn {
  readonly runtime?: 'v8' | 'cpython';
  readonly seen?: readonly [from: number, to: number];
  /** Bytes at a time. */
  readonly pss: (at: number) => number;
}

const LENGTH = 60_000;

/** A session of a minute; RSS four times a second, PSS and its account every two seconds, at times of its own. */
function recorded(processes: readonly Drawn[]): Entry {
  const targets = processes.map(({ runtime = 'v8', seen: [firstSeen, lastSeen] = [0, LENGTH] }, index) => ({
    ...{ id: index + 1, pid: 100 + index, ppid: 1, name: `p${index}`, command: '', firstSeen, lastSeen },
    ...{ runtime: { kind: runtime, flavour: runtime }, ...(lastSeen < LENGTH && { exit: 'exited' }) },
  })) as readonly TargetInfo[];
  const names = LEDGER_LINES.map(({ id }) => LEDGER_PSS_PREFIX + id);
  const entry: Pick<Entry, 'info' | 'series'> = {
    info: () => ({ duration: LENGTH, targets, snapshots: [], series: [] }) as never,
    series: ({ target, names: wanted, from, to }) => {
      const drawn = processes[target - 1];
      const { firstSeen, lastSeen } = targets[target - 1];
      return wanted
        .filter((name) => name === 'rss' || name === 'pss' || names.includes(name))
        .map((name) => {
          const [every, offset] = name === 'rss' ? [250, 0] : [2000, target * 130];
          const time = Float64Array.from({ length: LENGTH / every }, (_, row) => row * every + offset).filter(
            (at) => at >= Math.max(from, firstSeen) && at <= Math.min(to, lastSeen),
          );
          const value = time.map((at) => {
            if (name === 'rss') return drawn.pss(at) + 30e6;
            return name === 'pss' || name.endsWith('heap.used') ? drawn.pss(at) : 0;
          });
          return { name, time, min: value, max: value };
        });
    },
  };
  return entry as Entry;
}

const range = { tree: true, from: 0, to: LENGTH };

it('adds up PSS: what processes share counts once, and each runtime has its own heap', () => {
  const answer = treeLedger(
    recorded([
      { runtime: 'v8', pss: () => 40e6 },
      { runtime: 'cpython', pss: () => 25e6 },
    ]),
    range,
  );
  expect(answer.rss).toBe(65e6);
  expect(
    answer.entries.filter(({ id }) => id === 'heap.used').map(({ name, bytes }) => [name, bytes]),
  ).toEqual([
    ['V8 heap, in use', 40e6],
    ['Python heap, in use', 25e6],
  ]);
  expect(answer.processes?.map(({ pid, bytes }) => [pid, bytes])).toEqual([
    [100, 40e6],
    [101, 25e6],
  ]);
  expect(answer.verdict?.kind).toBe('steady');
});

it('sees a growth that the two ends do not show', () => {
  // The first process is high at the very beginning only.
  const { verdict } = treeLedger(
    recorded([{ pss: (at) => (at < 3000 ? 90e6 : 30e6) + at * 1000 }, { pss: () => 20e6 }]),
    range,
  );
  expect(verdict?.sentence).toMatch(/^RSS grows by \d+(\.\d)? [kM]B\/s, but its accounts at both ends/);
});

it('calls a tree that saws steady or unclear, though its ends lie apart', () => {
  // Ends high by chance: without the samples between, 15 MB of growth.
  const saw = (at: number): number => 60e6 + (at >= 58_000 ? 1.5e6 : ((at / 1000) % 6) * 0.2e6);
  const { verdict } = treeLedger(recorded([{ pss: saw }, { pss: () => 20e6 }]), range);
  expect(verdict?.kind).toBe('steady');
});

it('counts a process while it lives, and takes no late first reading for growth', () => {
  const entry = recorded([
    { pss: () => 50e6 },
    { pss: () => 30e6 },
    { seen: [20_000, 40_000], pss: () => 25e6 },
  ]);
  const after = treeLedger(entry, range);
  expect(after.rss).toBe(80e6);
  expect(after.verdict?.kind).toBe('steady');
  expect(after.peak?.pss).toBe(105e6);
  expect(after.peak?.at).toBeGreaterThan(19_900);
  expect(treeLedger(entry, { tree: true, at: 30_000 }).rss).toBe(105e6);
});
