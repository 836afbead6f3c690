import { Dialog } from '@base-ui/react/dialog';
import { Key } from '../widgets/key.js';
import { words } from './words.js';

const KEYS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl K', 'commands'],
      ['/', 'the filter of this pane'],
      ['1 – 8', 'panes'],
      ['A', 'attach to a process'],
      ['Ctrl O', 'open a file'],
      ['Ctrl R', 'start a program'],
      ['Ctrl I', 'attach to an address'],
      ['Ctrl Z', 'undo a filter or selection'],
      ['Ctrl Shift Z', 'redo'],
      ['Alt ← →', 'back, forward (mouse: 4, 5)'],
      ['X', 'export'],
      ['Esc', 'one step back'],
      ['?', 'this list'],
    ],
  },
  {
    title: 'Live',
    keys: [
      ['S', 'snapshot of the chosen process'],
      ['M', 'mark this moment, or where the pointer stands'],
      ['N', 'repeat an action; while repeating: done once more'],
      ['G', 'collect garbage'],
      ['L', 'follow live, or stop following'],
      ['Space', 'the same: pause the view'],
    ],
  },
  {
    title: 'Timeline',
    keys: [
      ['W S', 'zoom in, out (with the focus on it)'],
      ['A D', 'pan left, right (with the focus on it)'],
      ['F', 'the whole session'],
      ['Shift drag', 'select a range'],
      ['[ ]', 'move the ends of the range inwards'],
      ['{ }', 'the range between base and compared'],
      ['Alt wheel', 'scroll the lanes'],
      ['Double click', 'no range'],
    ],
  },
  {
    title: 'Picture, flame graph, SQL',
    keys: [
      ['↑ ↓ ← →', 'pan'],
      ['+ −', 'zoom'],
      ['0', 'fit'],
      ['Tab', 'the next object; → opens, ← folds'],
      ['Ctrl Enter', 'run the query'],
    ],
  },
  {
    title: 'Lists and trees',
    keys: [
      ['↑ ↓', 'rows'],
      ['→ ←', 'open, close'],
      ['Shift → ←', 'columns that have no room'],
      ['Enter', 'go in'],
      ['J K', 'next, previous finding'],
      ['P', 'pin the finding for a fix check'],
      ['C', 'copy the finding as Markdown'],
      ['E', 'the line of the finding'],
      ['D', 'diff on and off'],
      ['R', 'retainers of the chosen object'],
      ['I', 'why a process cannot be attached to'],
      ['Shift Enter', 'attach to one process alone'],
    ],
  },
];

export function KeysSheet() {
  return (
    <div className="keys-sheet">
      <Dialog.Title className="card-name">{words.keysTitle}</Dialog.Title>
      <div className="keys-columns">
        {KEYS.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="strong support">{title}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key} className="keys-row">
                  <dt>
                    <Key>{key}</Key>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}
