import { Dialog } from '@base-ui/react/dialog';
import { useMemo, useState } from 'react';
import { Key } from '../widgets/key.js';
import { Name } from '../widgets/name.js';
import { SearchField } from '../widgets/search-field.js';
import { useCommands } from './commands.js';
import { words } from './words.js';

const MOST = 200;

/** Everything that can be done, by its words. */
export function Palette({ onDone }: { readonly onDone: () => void }) {
  const commands = useCommands();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => {
    const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
    return commands
      .filter(({ title }) => parts.every((part) => title.toLowerCase().includes(part)))
      .slice(0, MOST);
  }, [commands, text]);
  const chosen = Math.min(at, found.length - 1);
  const run = (index: number): void => {
    const command = found[index];
    if (!command) return;
    onDone();
    command.run();
  };
  return (
    <div className="palette">
      <Dialog.Title className="visually-hidden">{words.paletteTitle}</Dialog.Title>
      <SearchField
        label={words.paletteSearch}
        value={text}
        hint="Esc"
        autoFocus
        onChange={(next) => {
          setText(next);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (by !== 0) {
            event.preventDefault();
            setAt((chosen + by + found.length) % Math.max(1, found.length));
          }
          if (event.key === 'Enter') {
            event.preventDefault();
            run(chosen);
          }
        }}
      />
      <div className="palette-list" role="listbox" aria-label={words.paletteTitle} tabIndex={0}>
        {found.length === 0 && <p className="palette-none about">{words.paletteNone}</p>}
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
          <div
            key={command.id}
            role="option"
            aria-selected={index === chosen}
            className="palette-row"
            ref={(row) => {
              if (index === chosen) row?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => run(index)}
          >
            <Name text={command.title} limit={120} className="cut grow" />
            {command.key && <Key>{command.key}</Key>}
          </div>
        ))}
      </div>
    </div>
  );
}
