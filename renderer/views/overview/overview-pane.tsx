import { Check, CircleHelp, Hourglass, TrendingDown, TriangleAlert } from 'lucide-react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { settlingOf } from '../../state/settling.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { LedgerTable } from './ledger-table.js';
import { useLedger } from './use-ledger.js';
import { verdictOf } from './verdict.js';
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
  const { selection, span } = useWorkspace();
  const chosen = usePart(selection, (state) => state.target);
  const range = usePart(span, (state) => state.range);
  const target = session.info.targets.find(({ id }) => id === chosen) ?? session.info.targets[0];
  const ledger = useLedger(session, target?.id, range);
  const who = target
    ? target.pid > 0
      ? `${target.pid} ${target.name.slice(0, 60)}`
      : target.name.slice(0, 60)
    : '';
  const settling = settlingOf(session.info.snapshots, target?.id);
  const verdict =
    session.info.duration === 0 && !session.live
      ? { tone: 'steady' as const, sentence: words.noSamples, because: '' }
      : verdictOf(who, target?.runtime.kind ?? 'native', ledger, settling, session.live);
  const Icon = ICONS[verdict.tone];
  return (
    <div className="overview">
      <header className="verdict">
        <Icon size={22} strokeWidth={2} className={`verdict-${verdict.tone}`} aria-hidden />
        <div className="column">
          <h2 className="verdict-sentence cut">
            <bdi>{verdict.sentence}</bdi>
          </h2>
          <p className="support">
            {verdict.because} {verdict.tone === 'grows' && words.notVerdict}
          </p>
        </div>
      </header>
      <div className="overview-body">
        {ledger && <LedgerTable ledger={ledger} scoped={range !== undefined} />}
        <WhatGrew session={session} />
      </div>
    </div>
  );
}
