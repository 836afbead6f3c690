import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import { Key } from '../widgets/key.js';
import { useCommands } from './commands.js';
import { words } from './words.js';

const SHOWN = ['note', 'export', 'save-copy', 'save-part', 'rename', 'close', 'window'];

/** What one does with a session as a whole; the palette has all of it too. */
export function SessionMenu() {
  const commands = useCommands();
  return (
    <Menu.Root>
      <Menu.Trigger className="button button-bare" aria-label={words.sessionMenu} title={words.sessionMenu}>
        <Ellipsis size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="floating">
          <Menu.Popup className="menu">
            {SHOWN.map((id) => {
              const command = commands.find((one) => one.id === id);
              return (
                command && (
                  <Menu.Item key={id} className="menu-item" onClick={command.run}>
                    <span className="grow">{command.title}</span>
                    {command.key && <Key>{command.key}</Key>}
                  </Menu.Item>
                )
              );
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
