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
        return shiftKey ? callView.redo : callView.undo;
      }
      if (pressed === 't') {
        const { form } = callView.store.getState();
        return () => callView.change({ form: form === 'table' ? 'icicle' : 'table' });
      }
      const link = pressed === 'e' ? document.querySelector<HTMLElement>('[data-open-line]') : null;
      return link ? () => link.click() : undefined;
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [callView, layout]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;
