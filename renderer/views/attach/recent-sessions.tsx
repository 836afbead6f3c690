import { Circle, File, FolderOpen } from 'lucide-react';
import { useEffect } from 'react';
import { printable } from '../../../shared/base/printable.js';
import { sizeText, timeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Name } from '../../widgets/name.js';
import { RecentVerdictBadge } from './recent-verdict-badge.js';
import { words } from './words.js';

/** Sessions that are open, those of before, and the way to any other file. */
export function RecentSessions() {
  const { sessions, commands, layout, found } = useWorkspace();
  const verdicts = usePart(found, (state) => state.verdicts);
  const { shell } = useEngine();
  const open = usePart(sessions, (state) => state.open);
  const recent = usePart(sessions, (state) => state.recent);
  useEffect(() => {
    void sessions.refresh();
    void sessions.refreshRecent();
  }, [sessions]);
  const closed = recent.filter(({ path }) => !open.some((session) => session.path === path));
  return (
    <section className="recent column" aria-label={words.recent}>
      <header className="row recent-head">
        <h2 className="strong">{words.recent}</h2>
        <span className="about">{words.recentAbout}</span>
      </header>
      <ul className="recent-list">
        {open.map(({ id, name, live, fileSize, info }) => (
          <li key={id}>
            <button type="button" className="recent-row" onClick={() => commands.show(id)}>
              {live ? (
                <Circle size={12} className="recording-dot" fill="currentColor" aria-hidden />
              ) : (
                <File size={14} aria-hidden />
              )}
              <span className="column">
                <Name text={name} limit={80} className="medium cut" />
                <span className="about cut">
                  {[
                    words.openNow,
                    ...(info.duration > 0 ? [timeText(info.duration)] : []),
                    words.processCount(info.targets.length),
                    sizeText(fileSize),
                  ].join(' · ')}
                </span>
              </span>
              <RecentVerdictBadge verdict={verdicts.get(id)} />
            </button>
          </li>
        ))}
        {closed.map(({ path, name, size, modifiedAt, duration, processes, snapshots, verdict }) => (
          <li key={path}>
            <button
              type="button"
              className="recent-row"
              title={printable(path, 1000)}
              onClick={() => void commands.open(path, words.opening(name))}
            >
              <File size={14} aria-hidden />
              <span className="column">
                <Name text={name} limit={80} className="medium cut" />
                <span className="about cut">
                  {[
                    dayText(modifiedAt),
                    ...(duration ? [timeText(duration)] : []),
                    ...(processes ? [words.processCount(processes)] : []),
                    ...(snapshots ? [words.snapshotCount(snapshots)] : []),
                    sizeText(size),
                  ].join(' · ')}
                </span>
              </span>
              <RecentVerdictBadge verdict={verdict} />
            </button>
          </li>
        ))}
        {open.length + closed.length === 0 && (
          <li className="recent-none">
            <p className="support">{words.noRecent}</p>
            <p className="about">{words.noRecentAbout}</p>
          </li>
        )}
      </ul>
      <button type="button" className="drop-place" onClick={() => layout.openSheet('open')}>
        <FolderOpen size={18} strokeWidth={1.5} aria-hidden />
        <span className="column">
          <span className="medium">{shell ? words.dropApp : words.drop}</span>
          <span className="about">{words.dropAbout}</span>
        </span>
      </button>
    </section>
  );
}

function dayText(iso: string): string {
  const when = new Date(iso);
  if (Number.isNaN(when.getTime())) return iso.slice(0, 20);
  return when.toLocaleString(undefined, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}
