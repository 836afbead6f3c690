import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { SystemInfo } from '../../shared/api/system.js';
import { printable } from '../../shared/base/printable.js';
import { useEngine } from '../connection/engine.js';
import { usePart, useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { KeyHints } from '../widgets/key-hints.js';
import { ProgressBar } from '../widgets/progress-bar.js';
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
        <span className="cut">
          {system &&
            `Leakscope ${system.version} · ${system.platform} ${system.kernel} · Node ${system.node}`}
        </span>
        <span className="grow" />
        <KeyHints
          hints={screen === 'attach' ? ATTACH_HINTS : pane === 'allocations' ? CALL_HINTS : SESSION_HINTS}
        />
      </footer>
    </>
  );
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
