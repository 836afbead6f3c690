import { basename } from 'node:path';
import type { FindingsApi } from '../../../shared/api/findings.js';
import type { LedgerAnswer } from '../../../shared/api/sessions.js';
import type { Call } from '../../../shared/base/call.js';
import { Failure } from '../../../shared/base/failure.js';
import type { TargetInfo } from '../../../shared/model/session.js';
import type { Entry } from '../session-entry.js';
import { sessionLedger } from '../session-ledger.js';
import { type ReportedTarget, reportPage } from './report-page.js';

/** Of a tree of hundreds those with most memory are drawn. */
const MOST_TARGETS = 20;
const POINTS = 600;
/** Drawn over each other; those that there are. */
const DRAWN = ['rss', 'heap.used', 'arrayBuffers'];

/** A session as a page to attach to a ticket: timeline, ledger, findings with their paths. */
export async function sessionReport(
  entry: Entry,
  findings: FindingsApi,
  version: string,
  call?: Call,
): Promise<string> {
  const info = entry.info();
  call?.onProgress?.({ phase: 'findings' });
  const found = await findings.list(entry.id, {}, call);
  const notes = await findings.notes(entry.id, {}, call);
  const most = ({ id }: TargetInfo): number =>
    info.series.find((series) => series.target === id && series.name === 'rss')?.max ?? 0;
  const targets = info.targets
    .filter((target) => info.series.some((series) => series.target === target.id))
    .sort((a, b) => most(b) - most(a))
    .slice(0, MOST_TARGETS)
    .map((target) => reported(entry, target));
  return reportPage({ name: basename(entry.path), info, version, findings: found, notes, targets });
}

function reported(entry: Entry, target: TargetInfo): ReportedTarget {
  const { duration, series } = entry.info();
  const names = DRAWN.filter((name) => series.some((one) => one.target === target.id && one.name === name));
  const ledger = ledgerOf(entry, target.id, duration);
  return {
    target,
    series:
      names.length === 0
        ? []
        : entry.series({ target: target.id, names, from: 0, to: duration, points: POINTS }),
    ...(ledger && { ledger }),
  };
}

function ledgerOf(entry: Entry, target: number, to: number): LedgerAnswer | undefined {
  try {
    return sessionLedger(entry, { target, from: 0, to });
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
