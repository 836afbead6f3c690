import { fileURLToPath } from 'node:url';
import type { BrowserWindow } from 'electron';
import type { ElectronParts } from './electron-parts.js';
import { PAGE_ORIGIN } from './page-origin.js';
import { trust } from './trusted-senders.js';

export function openWindow(parts: Pick<ElectronParts, 'BrowserWindow'>, preload: URL): BrowserWindow {
  const window = new parts.BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Leakscope',
    webPreferences: {
      preload: fileURLToPath(preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  trust(window.webContents);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${PAGE_ORIGIN}/index.html`);
  return window;
}
