import { useEffect, useMemo, useState } from 'react';
import type { Finding, FindingNote, FindingsQuery } from '../../shared/api/findings.js';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { OpenSession } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import { repeatedMark } from './repeated-mark.js';
import type { Range } from './span.js';
import { troubleOf } from './trouble.js';
import { isLost, RETRY } from './when-lost.js';

const NONE = { findings: [], notes: [] } as const;
/** The ends of a range are dragged: it is asked when they rest. */
const RESTS = 500;

interface Judged {
  readonly session: SessionId;
  readonly query: Found['query'];
  readonly failed?: boolean;
  readonly findings: readonly Finding[];
  /** What looked like a leak and is none, and what this recording is too short to tell. */
  readonly notes: readonly FindingNote[];
}

export interface Found {
  /** Undefined while they are first asked. */
  readonly findings: readonly Finding[] | undefined;
  readonly notes: readonly FindingNote[];
  /** Nobody could judge. */
  readonly failed: boolean;
  /** Those of the whole session; undefined where nobody asked, or could answer. */
  readonly ofAll: readonly Finding[] | undefined;
  /** How they were asked for. */
  readonly query: Omit<FindingsQuery, 'target'>;
}

/**
 * What the rules say of a session, or of a range of it. Asked where two snapshots of one target are, again after each
 * snapshot and for each range; an action that was marked again and again in it is named.
 */
export function useFindings(
  services: LeakscopeApi,
  { id, live, info }: OpenSession,
  range: Range | undefined,
): Found {
  const [judged, setJudged] = useState<Judged>();
  const taken = info.snapshots.length;
  const pairs = info.snapshots.some(({ target }, index) =>
    info.snapshots.slice(0, index).some((other) => other.target === target),
  );
  const [from, to] = [range?.from, range?.to];
  const repeatMark = repeatedMark(info.marks, range);
  const query = useMemo(
    () => ({
      ...(from !== undefined && to !== undefined && { from, to }),
      ...(repeatMark !== undefined && { repeatMark }),
    }),
    [from, to, repeatMark],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a snapshot more, or the end, makes another answer
  useEffect(() => {
    if (!pairs) return setJudged(undefined);
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const judge = (): void => {
      // Judged once: the engine keeps it for the second question.
      const ask = async (): Promise<Judged> => ({
        session: id,
        query,
        findings: await services.findings.list(id, query),
        notes: await services.findings.notes(id, query),
      });
      ask().then(
        (found) => wanted && setJudged(found),
        (error: unknown) => {
          if (!wanted) return;
          // Without an answer the overview shows what was measured; one that a lost link took is asked for again.
          if (isLost(troubleOf(error))) timer = setTimeout(judge, RETRY);
          else setJudged({ session: id, query, failed: true, ...NONE });
        },
      );
    };
    timer = setTimeout(judge, RESTS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [services, id, live, taken, pairs, query]);
  // What was said of the session that was on show before is not of this one.
  const own = judged?.session === id ? judged : undefined;
  const { findings, notes } = pairs ? (own ?? UNKNOWN) : NONE;
  const failed = pairs && own?.failed === true;
  const whole = pairs && own?.query === query && !failed && from === undefined;
  return { findings, notes, query, failed, ofAll: whole ? own.findings : undefined };
}

const UNKNOWN = { findings: undefined, notes: NONE.notes } as const;
