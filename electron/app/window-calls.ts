import type { Host } from '../host/host.js';
import type { ElectronParts } from './electron-parts.js';
import { requireTrusted } from './trusted-senders.js';

const SESSION_FILES = [
  { name: 'Sessions and snapshots', extensions: ['leakscope', 'heapsnapshot', 'heaptimeline'] },
  { name: 'All files', extensions: ['*'] },
];

/** The few things that a window asks of the shell itself: its port to the engine, and the file dialogs. */
export function answerWindows(
  {
    ipcMain,
    dialog,
    MessageChannelMain,
    BrowserWindow,
  }: Pick<ElectronParts, 'ipcMain' | 'dialog' | 'MessageChannelMain' | 'BrowserWindow'>,
  host: Host,
): void {
  ipcMain.on('leakscope:connect', (event) => {
    requireTrusted(event);
    const { port1, port2 } = new MessageChannelMain();
    host.joinPort(port1);
    event.sender.postMessage('leakscope:port', null, [port2]);
  });
  ipcMain.handle('leakscope:open-dialog', async (event) => {
    requireTrusted(event);
    const options = {
      properties: ['openFile', 'multiSelections'] as ('openFile' | 'multiSelections')[],
      filters: SESSION_FILES,
    };
    const window = BrowserWindow.fromWebContents(event.sender);
    const { filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options));
    return filePaths;
  });
  ipcMain.handle('leakscope:save-dialog', async (event, name: unknown) => {
    requireTrusted(event);
    const options = { defaultPath: String(name).slice(0, 200), filters: SESSION_FILES.slice(0, 1) };
    const window = BrowserWindow.fromWebContents(event.sender);
    const { filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options));
    return filePath || undefined;
  });
}
