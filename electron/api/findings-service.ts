import { z } from 'zod';
import type { FindingsApi } from '../../shared/api/findings.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import type { Evidence } from '../../shared/findings/evidence.js';
import { byCertainty, type Judgement, judge } from '../../shared/findings/judge.js';
import type { TargetInfo } from '../../shared/model/session.js';
import { type CompareHeaps, findingsEvidence, kinOf } from './findings-evidence.js';
import type { OpenSessions } from './open-sessions.js';
import { sessionSchema, targetSchema, timeSchema } from './schemas.js';
import { validated } from './validated.js';

const querySchema = z.object({
  target: targetSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});

/** Of a tree of hundreds the heaps of those that grew most are looked at. */
const MOST_TARGETS = 40;
/** A window asks for findings and for notes: they are judged once. */
const MOST_KNOWN = 20;

/** Gathers the evidence of each target, one after the other, and lets the rules judge it. */
export function findingsService(sessions: OpenSessions, compare: CompareHeaps): FindingsApi {
  const known = new Map<string, Promise<Judgement>>();
  const judged = (given: SessionId, query: unknown, call?: Call): Promise<Judgement> => {
    const session = validated(sessionSchema, given, 'session');
    const wanted = validated(querySchema, query, 'query');
    const { duration, snapshots } = sessions.entry(session).info();
    const key = JSON.stringify([session, wanted, duration, snapshots.length]);
    let judgement = known.get(key);
    if (!judgement) {
      if (known.size >= MOST_KNOWN) known.clear();
      judgement = sessionEvidence(sessions, compare, session, wanted, call).then(together);
      known.set(key, judgement);
      judgement.catch(() => known.delete(key));
    }
    return judgement;
  };
  return {
    list: async (session, query = {}, call) => (await judged(session, query, call)).findings,
    notes: async (session, query = {}, call) => (await judged(session, query, call)).notes,
  };
}

function together(evidence: readonly Evidence[]): Judgement {
  const all = evidence.map((one) => judge(one));
  return {
    findings: all.flatMap(({ findings }) => findings).sort(byCertainty),
    notes: all.flatMap(({ notes }) => notes),
  };
}

/** Of each target of a session, or of one; with who is whose parent. */
export async function sessionEvidence(
  sessions: OpenSessions,
  compare: CompareHeaps,
  session: SessionId,
  { target, from, to }: z.infer<typeof querySchema>,
  call?: Call,
): Promise<readonly Evidence[]> {
  const entry = sessions.entry(session);
  const info = entry.info();
  const growth = ({ id }: TargetInfo): number => {
    const rss = info.series.find((series) => series.target === id && series.name === 'rss');
    return rss ? rss.last - rss.first : 0;
  };
  // Kin are gathered too: who waits for whom is told by both.
  const wanted = [...info.targets].sort((a, b) => growth(b) - growth(a)).slice(0, MOST_TARGETS);
  if (target !== undefined && !wanted.some(({ id }) => id === target))
    wanted.push(...info.targets.filter(({ id }) => id === target));
  const gathered = new Map<number, Evidence>();
  for (const one of wanted) {
    const range = { from: from ?? 0, to: to ?? Math.max(info.duration, one.lastSeen) };
    gathered.set(one.id, await findingsEvidence(entry, compare, one, range, call));
  }
  return wanted
    .filter(({ id }) => target === undefined || id === target)
    .flatMap((one) => {
      const own = gathered.get(one.id);
      const kin = kinOf(info, one, gathered);
      return own ? [kin.length > 0 ? { ...own, kin } : own] : [];
    });
}
