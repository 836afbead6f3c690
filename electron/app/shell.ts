import type { Host } from '../host/host.js';
import type { ElectronParts } from './electron-parts.js';
import { filesToOpen, pidsToRecord } from './files-to-open.js';
import { limitPages } from './limits.js';
import { setMenu } from './menu.js';
import { declarePageScheme, servePage } from './page-protocol.js';
import { openWindow } from './window.js';
import { answerWindows } from './window-calls.js';

export interface ShellOptions {
  /** Called once Electron is ready and this is the only instance. */
  readonly createHost: () => Host;
  readonly argv: readonly string[];
  readonly preload: URL;
}

/** Milliseconds. */
const SAMPLE_INTERVAL = 100;

/** The desktop application around the engine: one instance, its windows, its menu, its files. */
export function startShell(parts: ElectronParts, { createHost, argv, preload }: ShellOptions): void {
  const { app, BrowserWindow } = parts;
  declarePageScheme(parts);
  app.enableSandbox();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const waiting = [...filesToOpen(argv, process.cwd())];
  let host: Host | undefined;

  const show = (files: readonly string[]): void => {
    if (!host) waiting.push(...files);
    else void host.show(files);
  };
  app.on('second-instance', (_, otherArgv, folder) => {
    show(filesToOpen(otherArgv, folder));
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    show([path]);
  });
  app.on('window-all-closed', () => app.quit());
  app.on('activate', () => {
    if (host && BrowserWindow.getAllWindows().length === 0) openWindow(parts, preload);
  });
  // Recordings are completed and targets left as they were found before the program goes.
  let ending = false;
  app.on('before-quit', (event) => {
    if (!host || ending) return;
    event.preventDefault();
    ending = true;
    void host.dispose().finally(() => app.quit());
  });

  void app.whenReady().then(() => {
    host = createHost();
    limitPages(parts);
    servePage(parts, host);
    answerWindows(parts, host);
    setMenu(
      parts,
      (command) => BrowserWindow.getFocusedWindow()?.webContents.send('leakscope:command', command),
      () => openWindow(parts, preload),
    );
    openWindow(parts, preload);
    if (waiting.length > 0) void host.show(waiting);
    const pids = pidsToRecord(argv);
    if (pids.length > 0) void host.api.recording.start({ pids, tree: false, interval: SAMPLE_INTERVAL });
  });
}
