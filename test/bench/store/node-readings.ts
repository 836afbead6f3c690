import type { SampleBatch } from '../../../electron/store/session-store.js';
import type { GcEvent } from '../../../shared/model/session.js';

const INTERVAL = 100;
const FLUSH = 250;
const PAGE = 4096;

/** What a busy Node process gives at 10 Hz, in flushes of 250 ms: a saw-tooth that leaks, 20 series, jitter in time. */
export function* nodeReadings(target: number, duration: number): Generator<SampleBatch> {
  let seed = 42;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  let heap = 40e6;
  let floor = 40e6;
  let last = 0;
  for (let flush = 0; flush < duration; flush += FLUSH) {
    const time: number[] = [];
    const columns = new Map<string, number[]>();
    const gc: GcEvent[] = [];
    for (; last < flush + FLUSH && last < duration; last += INTERVAL) {
      time.push(last + random() * 0.8);
      heap += Math.floor(random() * 600_000);
      if (heap > floor + 24e6) {
        floor += Math.floor(random() * 9000);
        heap = floor;
        gc.push({ at: last + 10, kind: 'mark-sweep', pause: 2 + random() * 3 });
      } else if (random() < 0.3) gc.push({ at: last + 5, kind: 'scavenge', pause: 0.4 + random() });
      const reading = readingOf(heap, floor, last, random);
      for (const [name, value] of Object.entries(reading)) {
        const column = columns.get(name) ?? [];
        columns.set(name, column);
        column.push(value);
      }
    }
    yield { target, time, series: columns, gc };
  }
}

function readingOf(
  heap: number,
  floor: number,
  at: number,
  random: () => number,
): Readonly<Record<string, number>> {
  const rss = Math.floor((heap * 1.4 + 30e6) / PAGE) * PAGE;
  const slow = at % 1000 === 0;
  const rarely = (value: number): number => (slow ? value : Number.NaN);
  const young = heap - floor;
  return {
    rss,
    threads: 11,
    fds: 30 + Math.floor(random() * 3),
    pss: rarely(rss - 9 * 1024 * 1024),
    uss: rarely(rss - 20 * 1024 * 1024),
    swap: rarely(0),
    cpu: rarely(100 * random()),
    'heap.used': heap,
    'heap.committed': Math.ceil(heap / 262_144) * 262_144,
    'heap.limit': 4_345_298_944,
    'heap.malloced': 262_320 + 8 * Math.floor(random() * 100),
    external: 2_100_000 + Math.floor(random() * 4000),
    arrayBuffers: 200_000 + Math.floor(random() * 2000),
    'space.new_space.used': Math.floor(young / 2),
    'space.old_space.used': floor,
    'space.code_space.used': 340_000,
    'space.large_object_space.used': 262_160,
    'space.trusted_space.used': 1_100_000 + Math.floor(random() * 20),
    'loop.delay.ms': random() * 2,
    'loop.busy': random() * 30,
  };
}
