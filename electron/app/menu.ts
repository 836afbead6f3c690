import type { MenuItemConstructorOptions } from 'electron';
import type { ElectronParts } from './electron-parts.js';

/** Sends a command's name to the focused window, which has the same commands in its palette. */
export type SendCommand = (command: string) => void;

export function setMenu(
  { Menu, app }: Pick<ElectronParts, 'Menu' | 'app'>,
  send: SendCommand,
  newWindow: () => void,
): void {
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => send(command),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const developer: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ role: 'reload' }, { role: 'toggleDevTools' }, line];
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
        item('Open…', 'open', 'CmdOrCtrl+O'),
        item('Save a Copy…', 'save-copy', 'CmdOrCtrl+Shift+S'),
        line,
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...developer,
        item('Commands…', 'palette', 'CmdOrCtrl+K'),
        item('All Keys', 'keys'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: 'Record',
      submenu: [
        item('Attach…', 'attach'),
        item('Snapshot', 'snapshot'),
        item('Mark…', 'mark'),
        item('Stop', 'stop'),
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
