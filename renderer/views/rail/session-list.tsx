import { Circle, File, X } from 'lucide-react';
import type { SessionId } from '../../../shared/base/brand.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText, timeText } from '../../../shared/base/quantity.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Name } from '../../widgets/name.js';
import { words } from './words.js';

/** The sessions that are open. */
export function SessionList({ current }: { readonly current: SessionId }) {
  const { sessions, commands } = useWorkspace();
  const open = usePart(sessions, (state) => state.open);
  return (
    <section className="rail-section" aria-label={words.sessions}>
      <header className="rail-head">
        <h2>
          {words.sessions} <span className="about">{open.length}</span>
        </h2>
      </header>
      <ul>
        {open.map(({ id, name, live, fileSize, info, path }) => (
          <li key={id} className="rail-session">
            <button
              type="button"
              className="rail-row rail-two"
              aria-current={id === current}
              title={`${words.rowAbout}\n${printable(path, 1000)}`}
              onClick={() => commands.show(id)}
            >
              {live ? (
                <Circle size={11} fill="currentColor" className="recording-dot" aria-hidden />
              ) : (
                <File size={14} strokeWidth={1.5} aria-hidden />
              )}
              <span className="column cut">
                <Name text={name.replace(/\.leakscope$/, '')} limit={60} className="cut" />
                <span className="about cut">
                  {live
                    ? words.recording(sizeText(fileSize))
                    : [
                        ...(info.duration > 0 ? [timeText(info.duration)] : []),
                        ...(info.targets.length > 1 ? [words.processCount(info.targets.length)] : []),
                        sizeText(fileSize),
                      ].join(' · ')}
                </span>
              </span>
            </button>
            {!live && (
              <button
                type="button"
                className="rail-plus rail-close"
                aria-label={words.close(printable(name, 80))}
                onClick={() => void commands.close(id)}
              >
                <X size={13} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
