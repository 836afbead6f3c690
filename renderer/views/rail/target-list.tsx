import { useMemo, useState } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import type { TargetInfo } from '../../../shared/model/session.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { isGrowing } from '../../widgets/growing.js';
import { Name } from '../../widgets/name.js';
import { exactBytes, megabytes } from '../../widgets/numbers.js';
import { RuntimeBadge } from '../../widgets/runtime-badge.js';
import { SearchField } from '../../widgets/search-field.js';
import { Sparkline } from '../../widgets/sparkline.js';
import { useCurves } from './use-curves.js';
import { words } from './words.js';

/** More than this many can be searched. */
const SEARCHABLE = 8;
const NO_CURVE: readonly number[] = [];

/** The processes and isolates of the session, as a tree. A click points every pane at one. */
export function TargetList({ session }: { readonly session: OpenSession }) {
  const { selection, live } = useWorkspace();
  const selected = usePart(selection, (state) => state.target);
  const liveTargets = usePart(live, (state) => state.targets);
  const attachments = usePart(live, (state) => state.attachments);
  const curves = useCurves(session);
  const [text, setText] = useState('');
  const { targets, series } = session.info;
  const rows = useMemo(() => asTree(targets), [targets]);
  const shown = rows.filter(({ target }) =>
    `${target.pid} ${target.name} ${target.command}`.toLowerCase().includes(text.toLowerCase()),
  );
  const lastOf = (target: number, name: string): number | undefined =>
    liveTargets.get(target)?.last[name] ??
    series.find((one) => one.target === target && one.name === name)?.last;
  const rssOf = (target: number): number | undefined => lastOf(target, 'rss');
  const processes = targets.filter(({ within }) => within === undefined);
  const alive = processes.filter(({ exit }) => !exit);
  // Of what has ended altogether the sum is that of the last readings: 0 would say that nothing was measured.
  const sums = (alive.length > 0 ? alive : processes).map(({ id }) => id);
  // Where every process has one: a page that they share counts once.
  const pss = sums.map((id) => lastOf(id, 'pss'));
  const once = pss.every((size) => size !== undefined);
  const sum = (once ? pss : sums.map(rssOf)).reduce<number>((total, size) => total + (size ?? 0), 0);
  return (
    <section aria-label={words.processes}>
      <header className="rail-head">
        <h2>
          {words.processes} <span className="about">{targets.length}</span>
        </h2>
        <span className="about">{words.rss}</span>
      </header>
      {targets.length > SEARCHABLE && (
        <SearchField label={words.filter} value={text} onChange={setText} className="rail-search" />
      )}
      <ul>
        {shown.map(({ target, level }) => {
          const rss = rssOf(target.id);
          const curve = liveTargets.get(target.id)?.curve ?? curves.get(target.id) ?? NO_CURVE;
          const growing = isGrowing(curve);
          const attachment = attachments.find((one) => one.target === target.id);
          const lost = attachment?.phase === 'lost';
          return (
            <li key={target.id}>
              <button
                type="button"
                className="rail-row rail-target"
                aria-current={target.id === selected}
                style={{ paddingInlineStart: 12 + level * 12 }}
                title={[target.command, target.exit, attachment?.message, attachment?.remedy]
                  .filter((text) => text !== undefined)
                  .map((text) => printable(text, 300))
                  .join('\n')}
                onClick={() => selection.pointAtTarget(target.id)}
              >
                <span className="cut">
                  {target.pid > 0 && <span className="medium">{target.pid} </span>}
                  <Name text={target.name} limit={40} className="support" />
                </span>
                <RuntimeBadge runtime={target.runtime} />
                {target.exit || lost ? (
                  <span className="about rail-ended">{target.exit ? words.exited : words.lost}</span>
                ) : (
                  <Sparkline points={curve} growing={growing} width={28} height={14} />
                )}
                <span
                  className={`number rail-rss${growing ? ' grew' : ''}`}
                  title={rss === undefined ? words.rssUnknown : `${words.rssAbout}\n${exactBytes(rss)}`}
                >
                  {rss === undefined ? '–' : megabytes(rss)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {targets.length > 1 && (
        <p
          className="rail-sum"
          title={[
            once ? words.pssAbout : words.sumAbout,
            alive.length === 0 && words.lastAbout,
            exactBytes(sum),
          ]
            .filter(Boolean)
            .join('\n')}
        >
          <span className="support">
            {once ? words.pss : words.sum}
            {alive.length === 0 && ` ${words.atLast}`}
          </span>
          <span className="strong">{megabytes(sum)}</span>
        </p>
      )}
    </section>
  );
}

interface Placed {
  readonly target: TargetInfo;
  readonly level: number;
}

/** Children below their parents, isolates below their process. */
function asTree(targets: readonly TargetInfo[]): readonly Placed[] {
  const rows: Placed[] = [];
  const seen = new Set<number>();
  const parentOf = (target: TargetInfo): number | undefined =>
    target.within ??
    targets.find(({ pid, within }) => within === undefined && pid === target.ppid && pid > 0)?.id;
  const put = (target: TargetInfo, level: number): void => {
    if (seen.has(target.id)) return;
    seen.add(target.id);
    rows.push({ target, level });
    for (const child of targets) if (child !== target && parentOf(child) === target.id) put(child, level + 1);
  };
  for (const target of targets) if (parentOf(target) === undefined) put(target, 0);
  for (const target of targets) put(target, 0);
  return rows;
}
