import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** The part of the page's window that is used: this room is compiled without the DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: string, origin: string, ports: readonly unknown[]): void;
};

/**
 * All that our page gets of the shell. It never sees `ipcRenderer`, nor an event of it: each member
 * is one fixed message. The page finds them as `window.leakscopeShell`.
 */
contextBridge.exposeInMainWorld('leakscopeShell', {
  openDialog: (): Promise<string[]> => ipcRenderer.invoke('leakscope:open-dialog'),
  saveDialog: (name: string): Promise<string | undefined> =>
    ipcRenderer.invoke('leakscope:save-dialog', String(name)),
  onCommand: (listener: (command: string) => void): void => {
    ipcRenderer.on('leakscope:command', (_, command: unknown) => listener(String(command)));
  },
  /** The path of a file that was dropped on the page. */
  pathOf: (file: unknown): string => webUtils.getPathForFile(file as never),
  /** Asks for the port to the engine; it arrives as a message event of the window, `leakscope-port`. */
  connect: (): void => ipcRenderer.send('leakscope:connect'),
});

ipcRenderer.on('leakscope:port', (event) => {
  window.postMessage('leakscope-port', window.location.origin, event.ports);
});
