import { z } from 'zod';
import type { FindingsApi } from '../../shared/api/findings.js';
import type { SnapshotQueries } from '../../shared/api/snapshots.js';
import { byCertainty, judge } from '../../shared/findings/judge.js';
import type { Finding } from '../../shared/model/finding.js';
import { findingsEvidence } from './findings-evidence.js';
import type { OpenSessions } from './open-sessions.js';
import { sessionSchema, targetSchema, timeSchema } from './schemas.js';
import { validated } from './validated.js';

const querySchema = z.object({
  target: targetSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});

/** Gathers the evidence of each target, one after the other, and lets the rules judge it. */
export function findingsService(sessions: OpenSessions, snapshots: SnapshotQueries): FindingsApi {
  return {
    async list(session, given = {}) {
      const entry = sessions.entry(validated(sessionSchema, session, 'session'));
      const { target, from, to } = validated(querySchema, given, 'query');
      const info = entry.info();
      const found: Finding[] = [];
      for (const one of info.targets.filter(({ id }) => target === undefined || id === target)) {
        const range = { from: from ?? 0, to: to ?? Math.max(info.duration, one.lastSeen) };
        found.push(...judge(await findingsEvidence(entry, snapshots, one, range)));
      }
      return found.sort(byCertainty);
    },
  };
}
