import { basename } from 'node:path';
import { z } from 'zod';
import { findingKey } from '../../shared/api/finding-key.js';
import type { Finding, FindingsApi } from '../../shared/api/findings.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import { printable } from '../../shared/base/printable.js';
import type { Evidence } from '../../shared/findings/evidence.js';
import { fixCheck } from '../../shared/findings/fix-check.js';
import { byCertainty, type Judgement, judge } from '../../shared/findings/judge.js';
import type { TargetInfo } from '../../shared/model/session.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { findingRemarks, keepRemark } from './finding-remarks.js';
import { findingsEvidence, type HeapLooks, kinOf } from './findings-evidence.js';
import type { OpenSessions } from './open-sessions.js';
import {
  checkOptionsSchema,
  findingRemarkSchema,
  sessionSchema,
  targetSchema,
  textSchema,
  timeSchema,
} from './schemas.js';
import { tracedStacks } from './traced-stacks.js';
import { validated } from './validated.js';

const querySchema = z.object({
  target: targetSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  repeatMark: textSchema.optional(),
});

type Query = z.infer<typeof querySchema>;

/** What the engine is asked for. */
export interface Analysis extends Pick<HeapEngine, 'callTree'>, HeapLooks {}

/** Of a tree of hundreds the heaps of those that grew most are looked at. */
const MOST_TARGETS = 40;
/** A window asks for findings and for notes: they are judged once. */
const MOST_KNOWN = 20;

/** Gathers the evidence of each target, one after the other, and lets the rules judge it. */
export function findingsService(
  sessions: OpenSessions,
  analysis: Analysis,
  /** Hears what was found in the whole of a session. */
  onJudged: (session: SessionId, findings: readonly Finding[]) => void = () => undefined,
): FindingsApi {
  const known = new Map<string, Promise<Judgement>>();
  const judged = (given: SessionId, query: unknown, call?: Call): Promise<Judgement> => {
    const session = validated(sessionSchema, given, 'session');
    const wanted = validated(querySchema, query, 'query');
    const { duration, snapshots } = sessions.entry(session).info();
    const key = JSON.stringify([session, wanted, duration, snapshots.length]);
    let judgement = known.get(key);
    if (!judgement) {
      if (known.size >= MOST_KNOWN) known.clear();
      judgement = sessionEvidence(sessions, analysis, session, wanted, call).then(together);
      known.set(key, judgement);
      judgement.catch(() => known.delete(key));
    }
    return judgement;
  };
  return {
    async list(session, query = {}, call) {
      const { findings } = await judged(session, query, call);
      if (Object.values(query).every((part) => part === undefined)) onJudged(session, findings);
      return findings;
    },
    notes: async (session, query = {}, call) => (await judged(session, query, call)).notes,
    async check(base, changed, given = {}, call) {
      const { finding = 0, key, query = {} } = validated(checkOptionsSchema, given, 'options');
      const { findings } = await judged(base, query, call);
      const pinned = key === undefined ? findings[finding] : findings.find((one) => findingKey(one) === key);
      if (!pinned) throw noFinding(key, finding, findings.length);
      const own = await evidenceOf(
        sessions,
        analysis,
        validated(sessionSchema, base, 'session'),
        query,
        call,
      );
      // The range is the base's own; an action that was repeated there is looked for in both.
      const { repeatMark } = query;
      const also = repeatMark === undefined ? {} : { repeatMark };
      const other = await evidenceOf(
        sessions,
        analysis,
        validated(sessionSchema, changed, 'session'),
        also,
        call,
      );
      const target = own.find(({ info }) => info.id === pinned.target);
      if (!target) throw new Failure('no-finding', 'The finding’s process is not in its session.');
      return fixCheck(pinned, target.evidence, counterpart(target.info, other)?.evidence);
    },
    remarks: async (session) => findingRemarks(sessions.entry(validated(sessionSchema, session, 'session'))),
    remark: async (session, remark) =>
      keepRemark(
        sessions.entry(validated(sessionSchema, session, 'session')),
        validated(findingRemarkSchema, remark, 'remark'),
      ),
  };
}

function noFinding(key: string | undefined, finding: number, count: number): Failure {
  if (key !== undefined)
    return new Failure(
      'no-finding',
      'The rules do not tell this finding of its session any more.',
      'Unpin it, and pin what they tell now.',
    );
  return new Failure(
    'no-finding',
    count === 0
      ? 'The first session has no findings to check.'
      : `The first session has ${count} findings, from 0: there is none of number ${finding}.`,
    'leakscope findings lists them.',
  );
}

interface OfTarget {
  readonly info: TargetInfo;
  readonly evidence: Evidence;
}

async function evidenceOf(
  sessions: OpenSessions,
  analysis: Analysis,
  session: SessionId,
  query: Query,
  call?: Call,
): Promise<readonly OfTarget[]> {
  const all = await sessionEvidence(sessions, analysis, session, query, call);
  const { targets } = sessions.entry(session).info();
  return all.flatMap((evidence) => {
    const info = targets.find(({ id }) => id === evidence.target);
    return info ? [{ info, evidence }] : [];
  });
}

/** The process that runs the same program: by its command, else by the program’s file, wherever that is. */
function counterpart(target: TargetInfo, others: readonly OfTarget[]): OfTarget | undefined {
  const alike = others.filter(({ info }) => info.runtime.kind === target.runtime.kind);
  return (
    alike.find(({ info }) => info.command === target.command) ??
    alike.find(({ info }) => programOf(info) === programOf(target))
  );
}

/** Flags of node and python whose next word is not the program. */
const TAKES_A_WORD = new Set(['-r', '--require', '--import', '--loader', '-C', '--conditions', '-W', '-X']);

/** `server.js` of `node --flag /srv/server.js 80`; the process’s name where no word of its command names a program. */
function programOf({ command, name }: TargetInfo): string {
  const [executable = name, ...words] = command.split(' ');
  const program = words.find((word, at) => !word.startsWith('-') && !TAKES_A_WORD.has(words[at - 1] ?? ''));
  return basename(program ?? executable);
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
  analysis: Analysis,
  session: SessionId,
  { target, from, to, repeatMark }: Query,
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
  for (const [at, one] of wanted.entries()) {
    call?.onProgress?.({
      done: at / wanted.length,
      phase: `looking at ${printable(one.name, 60)} (${one.pid})`,
    });
    const range = { from: from ?? 0, to: to ?? Math.max(info.duration, one.lastSeen) };
    const first = info.snapshots.find(({ target: of, at }) => of === one.id && at >= range.from);
    const traced = await tracedStacks(analysis, entry, one.id, { ...range, from: first?.at ?? range.from });
    const asked = { ...range, repeatMark, traced };
    gathered.set(one.id, await findingsEvidence(entry, analysis, one, asked, call));
  }
  return wanted
    .filter(({ id }) => target === undefined || id === target)
    .flatMap((one) => {
      const own = gathered.get(one.id);
      const kin = kinOf(info, one, gathered);
      return own ? [kin.length > 0 ? { ...own, kin } : own] : [];
    });
}
