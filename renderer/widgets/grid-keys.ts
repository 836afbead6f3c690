import type { KeyboardEvent } from 'react';

interface GridKeyParts {
  readonly count: number;
  readonly selected: number | undefined;
  choose(index: number): void;
  /** Sideways, to columns that have no room. */
  across(steps: number): void;
  isOpen(index: number): boolean | undefined;
  readonly onOpen?: (index: number, alone: boolean) => void;
  readonly onToggle?: (index: number, open: boolean) => void;
}

const PAGE = 20;

/** Arrows move, right opens, left closes, with Shift they go sideways; Enter opens what the row stands for. */
export function gridKey(event: KeyboardEvent, parts: GridKeyParts): void {
  const { count, selected, choose, across, isOpen, onOpen, onToggle } = parts;
  if (count === 0 || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const at = selected ?? -1;
  const to = (index: number): void => choose(Math.min(count - 1, Math.max(0, index)));
  const steps: Readonly<Record<string, () => void>> = {
    ArrowDown: () => to(at + 1),
    ArrowUp: () => to(at - 1),
    PageDown: () => to(at + PAGE),
    PageUp: () => to(at - PAGE),
    Home: () => to(0),
    End: () => to(count - 1),
    'Shift ArrowRight': () => across(1),
    'Shift ArrowLeft': () => across(-1),
    ArrowRight: () => (at >= 0 && isOpen(at) === false ? onToggle?.(at, true) : to(at + 1)),
    ArrowLeft: () => (at >= 0 && isOpen(at) ? onToggle?.(at, false) : to(at - 1)),
    Enter: () => at >= 0 && onOpen?.(at, event.shiftKey),
  };
  const step = (event.shiftKey ? steps[`Shift ${event.key}`] : undefined) ?? steps[event.key];
  if (!step) return;
  event.preventDefault();
  step();
}

function isTyping(target: EventTarget): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLButtonElement
  );
}
