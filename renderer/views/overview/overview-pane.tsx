import { Check, CircleHelp, Hourglass, TrendingDown, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { settlingOf } from '../../../shared/analysis/ledger/settling.js';
import { findingKey } from '../../../shared/api/finding-key.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { useEngine } from '../../connection/engine.js';
import { useFindings } from '../../state/use-findings.js';
import { useRemarks } from '../../state/use-remark.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Name } from '../../widgets/name.js';
import { rateText } from '../../widgets/numbers.js';
import { FindingCard } from './finding-card.js';
import { FindingList } from './finding-list.js';
import { FindingNotes } from './finding-notes.js';
import { FixCheckBand } from './fix-check-band.js';
import { GrownBelow } from './grown-below.js';
import { LedgerTable, type Scope } from './ledger-table.js';
import { limitAhead } from './limit-ahead.js';
import { SeverityMark } from './severity-mark.js';
import { hasMoved, ledgerOfAnswer, useGrowth } from './use-growth.js';
import { useLedger } from './use-ledger.js';
import { verdictOf } from './verdict.js';
import { VerdictFigures } from './verdict-figures.js';
import { WhatGrew } from './what-grew.js';
import { words } from './words.js';
import './overview.css';

const ICONS = {
  grows: TriangleAlert,
  shrinks: TrendingDown,
  steady: Check,
  unclear: CircleHelp,
  waiting: Hourglass,
} as const;

/** The answer first: does it grow, whose memory, which classes, who holds them. */
export function OverviewPane({ session }: { readonly session: OpenSession }) {
  const { selection, span, tasks, live, fixChecks, found } = useWorkspace();
  const kept = usePart(fixChecks, (state) => state.chosen);
  const chosen = usePart(selection, (state) => state.target);
  const range = usePart(span, (state) => state.range);
  const target = session.info.targets.find(({ id }) => id === chosen) ?? session.info.targets[0];
  const ledger = useLedger(session, target?.id, range);
  const who = target
    ? target.pid > 0
      ? `${target.pid} ${printable(target.name, 60)}`
      : printable(target.name, 60)
    : '';
  const { services } = useEngine();
  const [scope, setScope] = useState<Scope>('process');
  const processes = session.info.targets.filter(({ within, pid }) => within === undefined && pid > 0);
  const tree = scope === 'tree' && processes.length > 1;
  const { answer: growth } = useGrowth(services, session, {
    target: target?.within ?? target?.id,
    tree,
    range,
  });
  const whole = growth && (tree ? growth.processes !== undefined : !ledger?.whole && hasMoved(growth));
  const table = whole ? ledgerOfAnswer(growth, target?.runtime.kind ?? 'native') : ledger;
  const canTrim = usePart(live, ({ attachments }) =>
    attachments.some((one) => one.target === target?.id && one.canTrim === true),
  );
  const { findings: asked, failed, ofAll, notes, query } = useFindings(services, session, range);
  const remarkOf = useRemarks(session.id, query);
  const findings = asked ?? [];
  useEffect(() => found.tell(session.id, ofAll), [found, session.id, ofAll]);
  const pair = session.info.snapshots.filter((one) => one.target === target?.id).length > 1;
  const [index, setIndex] = useState(0);
  useEffect(() => {
    // A pinned finding was chosen in the rail: its card is the one to read.
    if (kept?.session !== session.id || !asked) return;
    const found = asked.findIndex((one) => findingKey(one) === kept.key);
    if (found >= 0) setIndex(found);
  }, [kept, session.id, asked]);
  const at = Math.min(index, findings.length - 1);
  const finding = findings[at];
  const first = findings[0];
  const whoIs = (id: number): string => {
    const one = session.info.targets.find((other) => other.id === id);
    return one ? `${one.pid > 0 ? `${one.pid} ` : ''}${one.name}` : '';
  };
  useFindingKeys(findings.length, setIndex);
  const settling = settlingOf(session.info.snapshots, target?.id);
  const verdict =
    session.info.duration === 0 && !session.live
      ? { tone: 'steady' as const, sentence: words.noSamples, because: '' }
      : verdictOf(who, target?.runtime.kind ?? 'native', ledger, settling, session.live);
  const Icon = ICONS[verdict.tone];
  const limit = ledger?.limits && verdict.tone === 'grows' ? limitAhead(ledger.limits, settling) : undefined;
  return (
    <div className="overview">
      <header className="verdict">
        {first ? (
          <SeverityMark severity={first.severity} size={22} />
        ) : (
          <Icon size={22} strokeWidth={2} className={`verdict-${verdict.tone}`} aria-hidden />
        )}
        <div className="column">
          <h2 className="verdict-sentence cut">
            {first ? <Name text={first.title} limit={200} /> : <bdi>{verdict.sentence}</bdi>}
          </h2>
          <p className="support">
            {first ? (
              <>
                <Name text={whoIs(first.target)} limit={60} />: {printable(first.because, 400)}{' '}
                {first.bytesPerSecond !== undefined && `${rateText(first.bytesPerSecond)}.`}
              </>
            ) : (
              <>
                {verdict.because}{' '}
                {pair
                  ? failed
                    ? words.notJudged
                    : asked
                      ? words.noFinding
                      : words.judging
                  : verdict.tone === 'grows' && words.notVerdict}
              </>
            )}
          </p>
        </div>
        <VerdictFigures finding={first} limit={limit} />
      </header>
      <FixCheckBand session={session} />
      <div className="overview-body">
        {table && (
          <LedgerTable
            ledger={table}
            scoped={range !== undefined}
            scope={tree && whole ? 'tree' : 'process'}
            onScope={processes.length > 1 ? setScope : undefined}
            growth={growth && (growth.processes !== undefined) === tree ? growth : undefined}
            onTrim={
              session.live && canTrim && target && !tree
                ? () => void tasks.run(words.trimming, () => services.recording.trim(session.id, target.id))
                : undefined
            }
          />
        )}
        {finding ? (
          <>
            <FindingList
              findings={findings}
              notes={notes}
              chosen={at}
              who={whoIs}
              remark={remarkOf}
              onChoose={setIndex}
            >
              <GrownBelow session={session} />
            </FindingList>
            <FindingCard
              finding={finding}
              at={at}
              of={findings.length}
              who={whoIs(finding.target)}
              session={session}
              remark={remarkOf(finding)}
            />
          </>
        ) : (
          <WhatGrew session={session} notes={<FindingNotes notes={notes} who={whoIs} />} />
        )}
      </div>
    </div>
  );
}

/** J and K go through the findings; P pins the chosen one, C copies it, E shows its line. */
function useFindingKeys(count: number, go: (to: (was: number) => number) => void): void {
  useEffect(() => {
    if (count === 0) return;
    const listen = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, [role=dialog]');
      if (event.defaultPrevented || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      switch (event.key.toLowerCase()) {
        case 'j':
          go((was) => Math.min(count - 1, was + 1));
          break;
        case 'k':
          go((was) => Math.max(0, Math.min(count - 1, was) - 1));
          break;
        case 'c':
          press('[data-copy-finding] button');
          break;
        case 'p':
          press('[data-pin-finding] button');
          break;
        case 'e':
          press('[data-open-line] button');
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [count, go]);
}

const press = (button: string): void => document.querySelector<HTMLElement>(button)?.click();
