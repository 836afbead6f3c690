import { EventEmitter } from 'node:events';
import type { ElectronParts } from '../../electron/app/electron-parts.js';
import { forkUtility } from './utility-process.js';

/**
 * The few Electron calls that the shell uses, recording what was asked. Its behaviour is Electron's where the
 * shell depends on it (an event, a handler called with its arguments) and nothing else.
 */
export class ElectronStandIn {
  readonly app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    firstInstance: true,
    quits: 0,
    sandboxed: false,
    requestSingleInstanceLock: (): boolean => this.app.firstInstance,
    quit: (): void => {
      this.app.quits++;
      this.app.emit('before-quit', cancellable());
    },
    enableSandbox: (): void => {
      this.app.sandboxed = true;
    },
    whenReady: (): Promise<void> => Promise.resolve(),
    setAboutPanelOptions: (): void => {},
  });
  readonly windows: StandInWindow[] = [];
  readonly schemes: unknown[] = [];
  readonly handled = new Map<string, (request: Request) => Promise<Response>>();
  readonly ipc = new Map<string, (...args: unknown[]) => unknown>();
  readonly permissions = {
    request: undefined as Decide | undefined,
    check: undefined as Check | undefined,
    device: undefined as Check | undefined,
  };
  readonly openedOutside: string[] = [];
  readonly ports: FakePort[] = [];
  menu: readonly MenuItem[] = [];
  dialogAnswer: { filePaths?: string[]; filePath?: string } = {};

  parts(): ElectronParts {
    const standIn = this;
    class BrowserWindow extends StandInWindow {
      constructor(options: WindowOptions) {
        super(options);
        standIn.windows.push(this);
        standIn.app.emit('web-contents-created', {}, this.webContents);
      }
      static getAllWindows = (): StandInWindow[] => standIn.windows;
      static getFocusedWindow = (): StandInWindow | null => standIn.windows[0] ?? null;
      static fromWebContents = (): StandInWindow | null => standIn.windows[0] ?? null;
    }
    const parts = {
      app: this.app,
      BrowserWindow,
      Menu: {
        buildFromTemplate: (template: readonly MenuItem[]) => template,
        setApplicationMenu: (menu: readonly MenuItem[]) => {
          this.menu = menu;
        },
      },
      dialog: {
        showOpenDialog: async () => ({ filePaths: [], ...this.dialogAnswer }),
        showSaveDialog: async () => this.dialogAnswer,
      },
      ipcMain: {
        on: (channel: string, listener: (...args: unknown[]) => unknown) => this.ipc.set(channel, listener),
        handle: (channel: string, listener: (...args: unknown[]) => unknown) =>
          this.ipc.set(channel, listener),
      },
      protocol: {
        registerSchemesAsPrivileged: (schemes: unknown[]) => this.schemes.push(...schemes),
        handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
          this.handled.set(scheme, handler),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (decide: Decide) => (this.permissions.request = decide),
          setPermissionCheckHandler: (check: Check) => (this.permissions.check = check),
          setDevicePermissionHandler: (check: Check) => (this.permissions.device = check),
        },
      },
      shell: { openExternal: async (url: string) => void this.openedOutside.push(url) },
      utilityProcess: { fork: forkUtility },
      MessageChannelMain: class {
        readonly port1 = new FakePort();
        readonly port2 = new FakePort();
        constructor() {
          standIn.ports.push(this.port1);
        }
      },
    };
    // The stand-in has the members that are used, not the hundreds that Electron's types have.
    return parts as unknown as ElectronParts;
  }
}

export interface MenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly submenu?: readonly MenuItem[];
  readonly click?: () => void;
}

interface WindowOptions {
  readonly webPreferences: Readonly<Record<string, unknown>>;
}

type Decide = (contents: unknown, permission: string, callback: (granted: boolean) => void) => void;
type Check = (...args: unknown[]) => boolean;

let lastId = 0;

export class StandInWindow extends EventEmitter {
  minimized = false;
  focused = 0;
  loaded = '';
  readonly webContents = new StandInContents();

  constructor(readonly options: WindowOptions) {
    super();
  }

  loadURL = async (url: string): Promise<void> => {
    this.loaded = url;
  };
  show = (): void => {};
  isMinimized = (): boolean => this.minimized;
  restore = (): void => {
    this.minimized = false;
  };
  focus = (): void => {
    this.focused++;
  };
}

export class StandInContents extends EventEmitter {
  readonly id = ++lastId;
  readonly sent: unknown[][] = [];
  openHandler: ((details: { url: string }) => { action: string }) | undefined;

  setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }): void => {
    this.openHandler = handler;
  };
  send = (...args: unknown[]): void => void this.sent.push(args);
  postMessage = (...args: unknown[]): void => void this.sent.push(args);
}

class FakePort extends EventEmitter {
  postMessage = (): void => {};
  start = (): void => {};
  close = (): void => {};
}

/** An event that remembers whether it was prevented. */
export function cancellable(url = ''): { url: string; prevented: boolean; preventDefault(): void } {
  const event = {
    url,
    prevented: false,
    preventDefault: () => {
      event.prevented = true;
    },
  };
  return event;
}
