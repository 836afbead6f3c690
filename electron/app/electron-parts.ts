import type * as Electron from 'electron';

/**
 * The part of Electron that the shell uses. `main.ts` hands in the real one; the contract test
 * a stand-in that records what was asked of it. Nothing else in this room names `electron` at run time.
 */
export interface ElectronParts {
  readonly app: Pick<
    Electron.App,
    | 'requestSingleInstanceLock'
    | 'quit'
    | 'whenReady'
    | 'on'
    | 'isPackaged'
    | 'enableSandbox'
    | 'setAboutPanelOptions'
  >;
  readonly BrowserWindow: {
    new (options: Electron.BrowserWindowConstructorOptions): Electron.BrowserWindow;
    getAllWindows(): Electron.BrowserWindow[];
    fromWebContents(contents: Electron.WebContents): Electron.BrowserWindow | null;
    getFocusedWindow(): Electron.BrowserWindow | null;
  };
  readonly Menu: Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly dialog: Pick<Electron.Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly ipcMain: Pick<Electron.IpcMain, 'on' | 'handle'>;
  readonly protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  readonly session: {
    readonly defaultSession: Pick<
      Electron.Session,
      'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
    >;
  };
  readonly shell: Pick<Electron.Shell, 'openExternal'>;
  readonly utilityProcess: Pick<typeof Electron.utilityProcess, 'fork'>;
  readonly MessageChannelMain: { new (): Electron.MessageChannelMain };
}
