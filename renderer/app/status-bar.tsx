import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenSession } from '../../shared/api/sessions.js';
import type { SystemInfo } from '../../shared/api/system.js';
import { printable } from '../../shared/base/printable.js';
import { countText } from '../../shared/base/quantity.js';
import { useEngine } from '../connection/engine.js';
import { snapshotLetter } from '../state/snapshot-letter.js';
import { useCurrentSession, usePart, useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { KeyHints } from '../widgets/key-hints.js';
import { ProgressBar } from '../widgets/progress-bar.js';
import { runtimeText } from '../widgets/runtime-badge.js';
import { words } from './words.js';

const ATTACH_HINTS = [
  ['↑|↓', words.keys.row],
  ['←|→', words.keys.fold],
  ['Enter', words.keys.attachTree],
  ['Shift Enter', words.keys.attachOne],
  ['I', words.keys.why],
  ['?', words.keys.all],
] as const;
const SESSION_HINTS = [
  ['S', words.keys.snapshot],
  ['M', words.keys.mark],
  ['[|]', words.keys.range],
  ['1–8', words.keys.panes],
  ['D', words.keys.diff],
  ['?', words.keys.all],
] as const;

const CALL_HINTS = [
  ['W|A|S|D', words.keys.panZoom],
  ['F', words.keys.focus],
  ['Esc', words.keys.out],
  ['/', words.keys.search],
  ['T', words.keys.table],
  ['D', words.keys.diff],
  ['?', words.keys.all],
] as const;

/** What it runs on, what one waits for, what went wrong, which keys help here. */
export function StatusBar() {
  const { layout, tasks } = useWorkspace();
  const { screen, pane } = usePart(layout, (state) => state);
  const { tasks: running, notices } = usePart(tasks, (state) => state);
  const system = useSystem();
  const session = useCurrentSession();
  const about = useAbout(session);
  return (
    <>
      {(notices.length > 0 || running.length > 0) && (
        <div className="notices">
          {running.map(({ id, title, phase, done, cancel }) => (
            <div key={id} className="notice" role="status">
              <span className="medium">{title}</span>
              <span className="about cut">{phase}</span>
              <ProgressBar label={title} done={done} />
              <Button kind="bare" onClick={cancel}>
                {words.cancel}
              </Button>
            </div>
          ))}
          {notices.map(({ id, kind, message, remedy }) => (
            <div key={id} className={`notice notice-${kind}`} role={kind === 'trouble' ? 'alert' : 'status'}>
              <span className="grow selectable">
                <span className="medium">{printable(message, 500)}</span>{' '}
                {remedy && <span className="support">{printable(remedy, 500)}</span>}
              </span>
              <button type="button" aria-label={words.dismiss} onClick={() => tasks.drop(id)}>
                <X size={14} aria-hidden />
              </button>
            </div>
          ))}
        </div>
      )}
      <footer className="status-bar">
        <span
          className="cut"
          title={
            system &&
            `Leakscope ${system.version} · ${system.platform} ${system.kernel} · Node ${system.node}`
          }
        >
          {(screen === 'session' && session && about) ||
            (system &&
              `Leakscope ${system.version} · ${system.platform} ${system.kernel} · Node ${system.node}`)}
        </span>
        <span className="grow" />
        <KeyHints
          hints={screen === 'attach' ? ATTACH_HINTS : pane === 'allocations' ? CALL_HINTS : SESSION_HINTS}
        />
      </footer>
    </>
  );
}

/** What every pane is about: the process, and the snapshots that are looked at. */
function useAbout(session: OpenSession | undefined): string | undefined {
  const { selection } = useWorkspace();
  const { target, base, compared } = usePart(selection, (state) => state);
  if (!session) return undefined;
  const { targets, snapshots } = session.info;
  const chosen = targets.find(({ id }) => id === target) ?? targets[0];
  const snapshot = (id: string | undefined): string | undefined => {
    const index = snapshots.findIndex((one) => `${session.id}/${one.id}` === id);
    return index < 0 ? undefined : words.snapshotOf(snapshotLetter(index), countText(snapshots[index].nodes));
  };
  const looked = [snapshot(base), snapshot(compared)].filter((text) => text !== undefined);
  return [
    chosen && printable(`${chosen.pid > 0 ? `${chosen.pid} ` : ''}${chosen.name}`, 80),
    chosen?.runtime.version && printable(runtimeText(chosen.runtime), 60),
    looked.length > 0 && looked.join(' → '),
  ]
    .filter(Boolean)
    .join(' · ');
}

function useSystem(): SystemInfo | undefined {
  const { services, link } = useEngine();
  const phase = useStore(link.state, (state) => state.phase);
  const [system, setSystem] = useState<SystemInfo>();
  useEffect(() => {
    if (phase === 'connected') services.system.info().then(setSystem, () => undefined);
  }, [services, phase]);
  return system;
}
