import { useEffect } from 'react';
import { useWorkspace } from '../../state/workspace.js';

/** The keys of the pane, wherever the focus is: T the table, E the editor, Ctrl Z the last step back. */
export function useCallKeys(): void {
  const { callView, layout } = useWorkspace();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || layout.store.getState().sheet || isTyping(event.target))
        return;
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      act();
    };
    const actOf = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): (() => void) | undefined => {
      const pressed = key.toLowerCase();
      if (ctrlKey || metaKey) {
        if (pressed !== 'z') return undefined;
        // With no step of its own left, the window's own way back has its turn.
        if (shiftKey) return callView.canRedo() ? callView.redo : undefined;
        return callView.canUndo() ? callView.undo : undefined;
      }
      if (pressed === 't') {
        const { form } = callView.store.getState();
        return () => callView.change({ form: form === 'table' ? 'icicle' : 'table' });
      }
      const link = pressed === 'e' ? document.querySelector<HTMLElement>('[data-open-line]') : null;
      return link ? () => link.click() : undefined;
    };
    // Before the window's own keys: Ctrl Z takes back the last step of this pane first.
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [callView, layout]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;
