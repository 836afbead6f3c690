import { Check, CircleHelp, Pin, Triangle } from 'lucide-react';
import type { FindingRemark } from '../../../shared/api/findings.js';
import { measuredText } from '../../../shared/api/measured-text.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { type PinnedFinding, useFixChecks } from '../../state/use-fix-checks.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Name } from '../../widgets/name.js';
import { momentText } from '../../widgets/numbers.js';
import { words } from './words.js';

const SIGNS = {
  fixed: { Icon: Check, tone: 'rail-fixed', badge: 'badge-ok' },
  'not-fixed': { Icon: Triangle, tone: 'rail-not-fixed', badge: 'badge-high' },
  'not-enough-data': { Icon: CircleHelp, tone: 'about', badge: '' },
} as const;

/** Findings that were pinned, in any open session, and how it stands with them in this one. */
export function FixCheckList({ session }: { readonly session: OpenSession }) {
  const { fixChecks, layout, sessions, span } = useWorkspace();
  const open = usePart(sessions, (state) => state.open);
  const chosen = usePart(fixChecks, (state) => state.chosen);
  const pinned = useFixChecks(session);
  if (pinned.length === 0) return null;
  return (
    <section className="rail-section" aria-label={words.fixChecks}>
      <header className="rail-head">
        <h2>
          {words.fixChecks} <span className="about">{words.pinned(pinned.length)}</span>
        </h2>
      </header>
      <ul>
        {pinned.map((one) => {
          const { remark } = one;
          const own = one.session === session.id;
          const check = one.verdict?.phase === 'ready' ? one.verdict.value : undefined;
          const { Icon, tone, badge } = check
            ? SIGNS[check.verdict]
            : { Icon: Pin, tone: 'about', badge: '' };
          const name = open.find(({ id }) => id === one.session)?.name ?? '';
          return (
            <li key={`${one.session} ${remark.key}`}>
              <button
                type="button"
                className="rail-row rail-two"
                aria-current={chosen?.session === one.session && chosen.key === remark.key}
                title={printable(own ? words.pinnedHere : words.pinnedIn(name), 200)}
                onClick={() => {
                  fixChecks.choose({ session: one.session, key: remark.key });
                  // What was pinned for a range is found in that range.
                  if (own) span.select(rangeOf(remark));
                  layout.openPane('overview');
                }}
              >
                <Icon
                  size={13}
                  strokeWidth={2}
                  className={tone}
                  fill={check?.verdict === 'not-fixed' ? 'currentColor' : 'none'}
                  aria-hidden
                />
                <span className="column cut">
                  <Name text={remark.title} limit={80} className="cut" />
                  <span className="about cut">{stateText(one, own)}</span>
                </span>
                {check && <span className={`badge ${badge}`}>{words.verdicts[check.verdict]}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const rangeOf = ({ query }: FindingRemark): { readonly from: number; readonly to: number } | undefined =>
  query?.from !== undefined && query.to !== undefined ? { from: query.from, to: query.to } : undefined;

function stateText({ remark, verdict }: PinnedFinding, own: boolean): string {
  const range = rangeOf(remark);
  if (own)
    return range
      ? `${words.pinnedHere} · ${momentText(range.from)} – ${momentText(range.to)}`
      : words.pinnedHere;
  if (verdict?.phase === 'ready') return measuredText(verdict.value.after ?? verdict.value.before);
  return verdict?.phase === 'failed'
    ? printable(verdict.message, 80)
    : words.notChecked(verdict !== undefined);
}
