import type { Pane } from '../state/layout.js';
import type { Workspace } from '../state/workspace.js';
import type { Command } from './commands.js';
import { words } from './words.js';

/** What a key alone does in a pane, for the palette: the pane is opened, then the key is pressed for the user. */
export function keyCommands({ layout }: Workspace): readonly Command[] {
  return KEYS.map(([key, title, pane]) => ({
    id: `key-${key}`,
    title,
    key,
    ofPane: true,
    run: () => {
      if (pane && layout.store.getState().pane !== pane) layout.openPane(pane);
      // The palette is gone and the pane is there in the second frame.
      requestAnimationFrame(() => requestAnimationFrame(() => press(key)));
    },
  }));
}

const KEYS: readonly (readonly [key: string, title: string, pane?: Pane])[] = [
  ['J', words.nextFinding, 'overview'],
  ['K', words.previousFinding, 'overview'],
  ['P', words.pinFinding, 'overview'],
  ['C', words.copyFinding, 'overview'],
  ['E', words.lineOfFinding, 'overview'],
  ['D', words.diffOnOff, 'heap'],
  ['R', words.retainers],
  ['/', words.filterOfPane],
  ['[', words.rangeBegin],
  [']', words.rangeEnd],
  ['}', words.rangeOfSnapshots],
];

const press = (key: string): void =>
  void document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key: key.toLowerCase(), bubbles: true, cancelable: true }),
  );
