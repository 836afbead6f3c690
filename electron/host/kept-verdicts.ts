import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Finding, SEVERITIES } from '../../shared/api/findings.js';
import type { RecentFile, RecentVerdict } from '../../shared/api/sessions.js';

const schema = z.record(
  z.string().max(4096),
  z.object({
    duration: z.number(),
    snapshots: z.number(),
    findings: z.number().int().nonnegative(),
    severity: z.enum(SEVERITIES).optional(),
    bytesPerSecond: z.number().optional(),
  }),
);
type Kept = z.infer<typeof schema>;

/** Of so many files, those judged last. */
const MOST = 200;

/** A recording, told from another of the same path. */
export interface Recorded {
  readonly path: string;
  readonly duration?: number;
  readonly snapshots?: number;
}

/**
 * What the rules said last of each recorded session, in one file beside them: the list of recent sessions says it again
 * without opening one. What is in the file is as hostile as any; what cannot be written is not kept.
 */
export function keptVerdicts(file: () => string) {
  const read = (): Kept => {
    try {
      return schema.parse(JSON.parse(readFileSync(file(), 'utf8')));
    } catch {
      return {};
    }
  };
  return {
    keep({ path, duration = 0, snapshots = 0 }: Recorded, findings: readonly Finding[]): void {
      const [first] = findings;
      const { severity, bytesPerSecond } = first ?? {};
      const { [path]: _, ...others } = read();
      const verdict = {
        ...{ duration, snapshots, findings: findings.length },
        ...(severity && { severity }),
        ...(bytesPerSecond !== undefined && Number.isFinite(bytesPerSecond) && { bytesPerSecond }),
      };
      const all = [...Object.entries(others), [path, verdict]].slice(-MOST);
      try {
        const next = `${file()}.${process.pid}`;
        writeFileSync(next, JSON.stringify(Object.fromEntries(all)), { mode: 0o600 });
        renameSync(next, file());
      } catch {
        // A list without verdicts is a list.
      }
    },
    /** Those of these files that are still the recordings that were judged. */
    beside(files: readonly RecentFile[]): readonly RecentFile[] {
      const kept = read();
      return files.map((one) => {
        const known = Object.hasOwn(kept, one.path) ? kept[one.path] : undefined;
        if (!known || known.duration !== one.duration || known.snapshots !== one.snapshots) return one;
        const { duration: _, snapshots: __, ...verdict } = known;
        return { ...one, verdict: verdict satisfies RecentVerdict };
      });
    },
  };
}
