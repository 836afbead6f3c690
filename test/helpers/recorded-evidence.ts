import { pathToFileURL } from 'node:url';
import type { CompareHeaps, HeldIn } from '../../electron/api/findings-evidence.js';
import { sessionEvidence } from '../../electron/api/findings-service.js';
import { createOpenSessions } from '../../electron/api/open-sessions.js';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import { workerFile } from '../../electron/host/places.js';
import type { Evidence, Points } from '../../shared/findings/evidence.js';

/** Points of a series that a fixture keeps: lows of equal spans. */
const POINTS = 60;

/** What the rules judge of each target of a recorded session; needs a build. */
export async function recordedEvidence(
  file: string,
  worker = pathToFileURL(workerFile()),
): Promise<readonly Evidence[]> {
  const engine = createHeapEngine({ workerUrl: worker, memoryLimit: 2e9 });
  const sessions = createOpenSessions(engine);
  try {
    const { id } = await sessions.open(file);
    const compare: CompareHeaps = async (base, compared, repeats) => {
      await sessions.ensure(base);
      await sessions.ensure(compared);
      return engine.evidence(base, compared, repeats);
    };
    const held: HeldIn = async (snapshot, objects) => {
      await sessions.ensure(snapshot);
      return engine.entries(snapshot, objects);
    };
    const callTree: HeapEngine['callTree'] = (parts) => engine.callTree(parts);
    return await sessionEvidence(sessions, { compare, held, callTree }, id, {});
  } finally {
    sessions.closeAll();
    await engine.dispose();
  }
}

/** Evidence as JSON, small enough to be kept; paths of the machine it was recorded on are replaced by the caller: series by their lows, numbers rounded, lists cut. */
export function packedEvidence(evidence: Evidence): unknown {
  const { heap, series, ...rest } = evidence;
  return {
    ...rest,
    without: series.get('rss')?.without,
    series: Object.fromEntries(
      [...series].filter(([name]) => !/^threads\./.test(name)).map(([name, points]) => [name, lows(points)]),
    ),
    ...(heap && {
      heap: {
        ...heap,
        growing: heap.growing.slice(0, 14),
        stacks: evidence.kin ? heap.stacks.slice(0, 4) : [],
        files: heap.files.slice(0, 4),
      },
    }),
  };
}

export function unpackedEvidence(packed: unknown): Evidence {
  const { series, without, ...rest } = packed as Evidence & {
    readonly series: Record<string, readonly [number, number][]>;
    readonly without?: Points['without'];
  };
  return {
    ...rest,
    series: new Map<string, Points>(
      Object.entries(series).map(([name, rows]) => [
        name,
        {
          time: rows.map(([time]) => time),
          value: rows.map(([, value]) => value),
          ...(without && /^(rss|ledger\.)/.test(name) && { without }),
        },
      ]),
    ),
  };
}

function lows({ time, value }: Points): readonly (readonly [number, number])[] {
  const rows = Array.from(
    { length: time.length },
    (_, row) => [Math.round(time[row]), value[row]] as const,
  ).filter(([, low]) => Number.isFinite(low));
  const each = Math.max(1, Math.ceil(rows.length / POINTS));
  const kept: (readonly [number, number])[] = [];
  for (let at = 0; at < rows.length; at += each)
    kept.push(rows.slice(at, at + each).reduce((low, row) => (row[1] < low[1] ? row : low)));
  return kept.map(([at, low]) => [at, Math.round(low)] as const);
}
