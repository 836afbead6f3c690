import { ArrowRight, Check, HelpCircle, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { FixCheck, Measured } from '../../../shared/api/findings.js';
import { fixCheckMarkdown } from '../../../shared/api/fix-check-markdown.js';
import { measuredText } from '../../../shared/api/measured-text.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { type PinnedFinding, useFixChecks } from '../../state/use-fix-checks.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { CopyButton } from '../../widgets/copy-button.js';
import { Name } from '../../widgets/name.js';
import { words } from './words.js';

const ICONS = { fixed: Check, 'not-fixed': TriangleAlert, 'not-enough-data': HelpCircle } as const;
const TONES = { fixed: 'steady', 'not-fixed': 'grows', 'not-enough-data': 'unclear' } as const;

/** What became, in this session, of a finding that was pinned in another: the verdict in a word, with both slopes. */
export function FixCheckBand({ session }: { readonly session: OpenSession }) {
  const { fixChecks, sessions, commands } = useWorkspace();
  const open = usePart(sessions, (state) => state.open);
  const chosen = usePart(fixChecks, (state) => state.chosen);
  const elsewhere = useFixChecks(session).filter((one) => one.session !== session.id);
  const shown =
    elsewhere.find((one) => one.session === chosen?.session && one.remark.key === chosen.key) ??
    elsewhere.find(
      ({ verdict }) => verdict?.phase === 'ready' && verdict.value.verdict !== 'not-enough-data',
    );
  if (!shown) return null;
  const base = open.find(({ id }) => id === shown.session)?.name ?? '';
  const check = shown.verdict?.phase === 'ready' ? shown.verdict.value : undefined;
  const Icon = check ? ICONS[check.verdict] : LoaderCircle;
  return (
    <section className="fix-check" aria-label={words.fixCheck}>
      <Icon size={18} className={check ? `verdict-${TONES[check.verdict]}` : 'about'} aria-hidden />
      <div className="column grow">
        <p className="row">
          {check && <span className="strong">{words.verdicts[check.verdict]}</span>}
          <Name text={shown.remark.title} limit={160} className="medium cut" />
          <span className="about cut">
            {words.pinnedIn} <Name text={base} limit={60} />
          </span>
        </p>
        <p className="support">{sentence(shown)}</p>
      </div>
      {check && <Slopes check={check} />}
      {check && (
        <CopyButton text={() => fixCheckMarkdown(check, base, session.name)}>{words.copyMarkdown}</CopyButton>
      )}
      <Button
        kind="bare"
        icon={ArrowRight}
        onClick={() => {
          fixChecks.choose({ session: shown.session, key: shown.remark.key });
          commands.show(shown.session);
        }}
      >
        {words.showThere}
      </Button>
    </section>
  );
}

function sentence({ verdict }: PinnedFinding): string {
  switch (verdict?.phase) {
    case 'ready':
      return printable(verdict.value.because, 400);
    case 'failed':
      return printable([verdict.message, verdict.remedy].filter(Boolean).join(' '), 500);
    case 'loading':
      return words.checking;
    default:
      return words.checkNeeds;
  }
}

/** Both slopes on one scale, with their intervals. */
function Slopes({ check: { before, after } }: { readonly check: FixCheck }) {
  const most = Math.max(before.high, after?.high ?? 0) || 1;
  const line = (title: string, measured: Measured | undefined) => (
    <>
      <dt className="about">{title}</dt>
      <dd className="slope-bar" aria-hidden>
        {measured && (
          <>
            <span
              className={measured === before ? 'slope-before' : 'slope-after'}
              style={{ width: share(measured.slope, most) }}
            />
            <span
              className="slope-interval"
              style={{ left: share(measured.low, most), width: share(measured.high - measured.low, most) }}
            />
          </>
        )}
      </dd>
      <dd className="number" title={words.interval}>
        {measured ? measuredText(measured) : words.notMeasured}
      </dd>
    </>
  );
  return (
    <dl className="slopes">
      {line(words.before, before)}
      {line(words.after, after)}
    </dl>
  );
}

const share = (part: number, most: number): string => `${Math.min(100, Math.max(0, (part / most) * 100))}%`;
