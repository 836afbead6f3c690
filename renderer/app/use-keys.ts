import { useEffect } from 'react';
import { useEngine } from '../connection/engine.js';
import { PANES } from '../state/layout.js';
import { useCurrentSession, useWorkspace } from '../state/workspace.js';
import { useCommands } from './commands.js';

const SELECTED_SHARE = 0.02;

/** The keys that work everywhere. A pane, a list and the timeline take theirs first. */
export function useKeys(): void {
  const { layout, span, selection } = useWorkspace();
  const { shell } = useEngine();
  const session = useCurrentSession();
  const commands = useCommands();

  useEffect(() => {
    const run = (id: string): boolean => {
      const command = commands.find((one) => one.id === id);
      command?.run();
      return command !== undefined;
    };
    const moveRange = (key: '[' | ']'): boolean => {
      const { range } = span.store.getState();
      const duration = session?.info.duration ?? 0;
      if (!session || duration === 0) return false;
      const step = Math.max(1, duration * SELECTED_SHARE);
      const was = range ?? { from: 0, to: duration };
      const next =
        key === '['
          ? { from: Math.min(was.from + step, was.to - 1), to: was.to }
          : { from: was.from, to: Math.max(was.to - step, was.from + 1) };
      span.select(next);
      return true;
    };
    const rangeOfSnapshots = (): boolean => {
      const { base, compared } = selection.store.getState();
      const at = (id: string | undefined): number | undefined =>
        session?.info.snapshots.find((one) => `${session.id}/${one.id}` === id)?.at;
      const [from, to] = [at(base), at(compared)];
      if (from === undefined || to === undefined) return false;
      span.select({ from: Math.min(from, to), to: Math.max(from, to) });
      return true;
    };
    const plain = (event: KeyboardEvent): boolean => {
      const number = Number(event.key);
      if (session && number >= 1 && number <= PANES.length) {
        layout.openPane(PANES[number - 1]);
        return true;
      }
      switch (event.key) {
        case '/':
          return focusSearch();
        case '?':
          return run('keys');
        case '[':
        case ']':
          return moveRange(event.key);
        case '{':
        case '}':
          return rangeOfSnapshots();
        case 'Escape':
          return back();
      }
      switch (event.key.toLowerCase()) {
        case 's':
          return run('snapshot');
        case 'm':
          return run('mark');
        case 'g':
          return run('collect');
        case 'a':
          return run('attach');
        case 'f':
          span.look(undefined, session?.live ?? false, true);
          return true;
        case 'l': {
          if (!session?.live) return false;
          const { view, following } = span.store.getState();
          span.look(view, !following);
          return true;
        }
        case 'd':
          return document.querySelector<HTMLElement>('[data-diff]')?.click() === undefined;
        case 'r':
          layout.openPane('object');
          return true;
      }
      return false;
    };
    const back = (): boolean => {
      if (layout.store.getState().screen === 'attach' && session) {
        layout.show('session');
        return true;
      }
      return span.back();
    };
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || layout.store.getState().sheet) return;
      if (event.ctrlKey || event.metaKey) {
        const id = ({ k: 'palette', o: 'open', r: 'launch' } as const)[event.key.toLowerCase()];
        if (!id || event.shiftKey || event.altKey) return;
        event.preventDefault();
        layout.openSheet(id);
        return;
      }
      if (event.altKey || isTyping(event.target)) return;
      if (plain(event)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [commands, layout, span, selection, session]);

  useEffect(() => {
    shell?.onCommand((id) => {
      const command = commands.find((one) => one.id === id);
      if (command) command.run();
      else if (id === 'palette') layout.openSheet('palette');
    });
  }, [shell, commands, layout]);
}

function focusSearch(): boolean {
  const fields = [...document.querySelectorAll<HTMLInputElement>('input[data-search]')];
  // The pane's before the rail's.
  const field = fields.find((one) => one.closest('.pane, .attach')) ?? fields[0];
  field?.focus();
  field?.select();
  return field !== undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
