import { type KeyboardEvent, useEffect, useRef } from 'react';
import { pathOf } from '../../calls/call-keys.js';
import { useWorkspace } from '../../state/workspace.js';
import type { ShownCalls } from './use-shown-calls.js';

/**
 * Enter goes to the next call that the search found, with Shift to the one before. Pressed before what is typed has been
 * searched in the calls that were asked for, it waits for that: never a step through matches of another text or tree.
 */
export function useMatchSteps(
  shown: ShownCalls | undefined,
  search: string,
): (event: KeyboardEvent<HTMLInputElement>) => void {
  const { callView } = useWorkspace();
  const owed = useRef<{ readonly text: string; readonly step: 1 | -1 } | undefined>(undefined);
  const text = search.trim();
  const step = (by: 1 | -1): void => {
    owed.current = undefined;
    if (!shown?.found?.length) return;
    const { found, calls, selected } = shown;
    const at = selected === undefined ? -1 : found.indexOf(selected);
    const next = at < 0 ? 0 : (at + by + found.length) % found.length;
    callView.change({ selected: pathOf(calls.tree, found[next]) });
  };
  const answered = shown?.settled === true && shown.searched === text;
  useEffect(() => {
    const { current } = owed;
    if (!current) return;
    // Another text was typed since.
    if (current.text !== text) owed.current = undefined;
    else if (answered) step(current.step);
  });
  return (event) => {
    if (event.key !== 'Enter' || !text) return;
    event.preventDefault();
    const by = event.shiftKey ? -1 : 1;
    if (answered) step(by);
    else owed.current = { text, step: by };
  };
}
