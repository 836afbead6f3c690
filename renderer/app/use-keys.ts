import { useEffect } from 'react';
import { useEngine } from '../connection/engine.js';
import { PANES } from '../state/layout.js';
import { useCurrentSession, useWorkspace } from '../state/workspace.js';
import { useCommands } from './commands.js';

const SELECTED_SHARE = 0.02;

/** The keys that work everywhere. A pane, a list and the timeline take theirs first. */
export function useKeys(): void {
  const { layout, span, selection, places } = useWorkspace();
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
    const moveEnd = (key: '[' | ']' | '{' | '}'): boolean =>
      key === '[' || key === ']' ? moveRange(key) : rangeOfSnapshots();
    const plain = (event: KeyboardEvent): boolean => {
      const number = Number(event.key);
      if (session && number >= 1 && number <= PANES.length) {
        layout.openPane(PANES[number - 1]);
        return true;
      }
      switch (event.key.length === 1 ? event.key.toLowerCase() : event.key) {
        case '/':
          return focusSearch();
        case '[':
        case ']':
        case '{':
        case '}':
          return moveEnd(event.key as '[');
        case ' ':
          // A button or a list that has the focus takes it for itself.
          return isPressed(event.target) ? false : run('follow');
        case 'Escape':
          return back();
        case 'd':
          return document.querySelector<HTMLElement>('[data-diff]')?.click() === undefined;
        case 'r':
          layout.openPane('object');
          return true;
      }
      const key = event.key === '?' ? '?' : event.key.toUpperCase();
      const command = commands.find((one) => one.key === key && !one.ofPane);
      command?.run();
      return command !== undefined;
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
        const key = event.key.toLowerCase();
        const id = ({ k: 'palette', o: 'open', r: 'launch', i: 'address' } as const)[key];
        if (id && !event.shiftKey && !event.altKey) {
          event.preventDefault();
          layout.openSheet(id);
        } else if ((key === 'z' || key === 'y') && !event.altKey && !isTyping(event.target)) {
          event.preventDefault();
          if (key === 'y' || event.shiftKey) places.redo();
          else places.undo();
        }
        return;
      }
      if (event.altKey) {
        const go = { ArrowLeft: places.back, ArrowRight: places.forward }[event.key];
        if (!go) return;
        event.preventDefault();
        go();
        return;
      }
      if (isTyping(event.target)) {
        // The field of the attach screen has the focus by itself: Escape leaves the screen, not only the field.
        const { screen } = layout.store.getState();
        if (event.key === 'Escape' && screen === 'attach' && back()) event.preventDefault();
        return;
      }
      if (plain(event)) event.preventDefault();
    };
    // The fourth and fifth buttons of a mouse, as in a browser.
    const press = (event: MouseEvent): void => {
      const go = { 3: places.back, 4: places.forward }[event.button];
      if (!go) return;
      event.preventDefault();
      go();
    };
    window.addEventListener('keydown', listen);
    window.addEventListener('mouseup', press);
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener('mouseup', press);
    };
  }, [commands, layout, span, selection, session, places]);

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

function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, summary, [role=button], select') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
