import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '../../shared/base/failure.js';
import type { EngineCall } from '../engine/heap-engine.js';
import type { Entry } from './session-entry.js';

/** A stretch that is read at once, ms: ten minutes at 10 Hz are 6,000 rows. */
const STRETCH = 600_000;
/** More than a stretch can have at the shortest interval: every sample as it was taken. */
const EVERY_POINT = 100_000;

/**
 * Every sample of every target as CSV: `target,pid,series,unit,time_ms,value`, one line a value, a target's series
 * after each other, stretch by stretch.
 */
export async function writeSamples(
  entry: Entry,
  path: string,
  { signal, onProgress }: EngineCall,
): Promise<void> {
  const info = entry.info();
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write('target,pid,series,unit,time_ms,value\n');
    for (const [done, { id, pid, firstSeen, lastSeen }] of info.targets.entries()) {
      const series = info.series.filter(({ target }) => target === id);
      for (let from = firstSeen; from <= lastSeen; from += STRETCH) {
        if (signal?.aborted) throw new Failure('cancelled', 'It was cancelled.');
        onProgress?.({ done: done / info.targets.length, phase: 'writing samples' });
        const to = Math.min(lastSeen, from + STRETCH);
        await writeStretch(file, entry, `${id},${pid}`, { id, from, to, last: lastSeen, series });
      }
    }
  } finally {
    await file.close();
  }
}

interface Stretch {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly last: number;
  readonly series: readonly { readonly name: string; readonly unit: string }[];
}

async function writeStretch(
  file: FileHandle,
  entry: Entry,
  prefix: string,
  { id, from, to, last, series }: Stretch,
): Promise<void> {
  const units = new Map(series.map(({ name, unit }) => [name, unit]));
  const columns = entry.series({ target: id, names: [...units.keys()], from, to, points: EVERY_POINT });
  for (const { name, time, min } of columns) {
    let text = '';
    for (let row = 0; row < time.length; row++) {
      // Both ends of a range belong to it: what stands at the end comes with the next stretch.
      const next = time[row] >= to && to < last;
      if (next || Number.isNaN(min[row])) continue;
      text += `${prefix},${name},${units.get(name)},${time[row]},${min[row]}\n`;
    }
    await file.write(text);
  }
}
