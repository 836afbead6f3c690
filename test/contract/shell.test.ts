import { beforeEach, describe, expect, it } from 'vitest';
import { startShell } from '../../electron/app/shell.js';
import { createHost } from '../../electron/host/create-host.js';
import type { Host } from '../../electron/host/host.js';
import { CONTENT_SECURITY_POLICY } from '../../electron/host/loopback/page-files.js';
import { cancellable, ElectronStandIn, type MenuItem } from '../helpers/electron-stand-in.js';

/** The shell against a stand-in of Electron; the engine behind it is the real one. */

let electron: ElectronStandIn;
let hosts: Host[];
let shown: string[][];

beforeEach(() => {
  electron = new ElectronStandIn();
  hosts = [];
  shown = [];
  return async () => {
    await Promise.all(hosts.map((host) => host.dispose()));
  };
});

async function start(argv: readonly string[] = ['leakscope']): Promise<void> {
  startShell(electron.parts(), {
    createHost: () => {
      const host = createHost({ shell: 'app' });
      const watched: Host = { ...host, show: async (files) => void shown.push([...files]) };
      hosts.push(watched);
      return watched;
    },
    argv,
    preload: new URL('file:///nowhere/preload.cjs'),
  });
  await electron.app.whenReady();
}

const sender = (over: object = {}) => ({
  sender: electron.windows[0].webContents,
  senderFrame: { url: 'app://leakscope/index.html', parent: null },
  ...over,
});

describe('the desktop shell', () => {
  it('opens one window, sandboxed, isolated, without Node, on our own scheme', async () => {
    await start();
    expect(electron.app.sandboxed).toBe(true);
    expect(electron.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
    expect(electron.windows).toHaveLength(1);
    expect(electron.windows[0].loaded).toBe('app://leakscope/index.html');
    expect(electron.windows[0].options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  it('gives way to a first instance without building an engine', async () => {
    electron.app.firstInstance = false;
    await start();
    expect(electron.app.quits).toBe(1);
    expect(hosts).toHaveLength(0);
    expect(electron.windows).toHaveLength(0);
  });

  it('opens files from arguments, from a second instance and from the system', async () => {
    await start(['leakscope', '/tmp/a.leakscope', '--flag', 'notes.txt']);
    expect(shown).toEqual([['/tmp/a.leakscope']]);
    electron.windows[0].minimized = true;
    electron.app.emit('second-instance', {}, ['leakscope', 'b.heapsnapshot'], '/data');
    expect(shown[1]).toEqual(['/data/b.heapsnapshot']);
    expect(electron.windows[0]).toMatchObject({ minimized: false, focused: 1 });
    const event = cancellable();
    electron.app.emit('open-file', event, '/tmp/c.leakscope');
    expect(event.prevented).toBe(true);
    expect(shown[2]).toEqual(['/tmp/c.leakscope']);
  });

  it.each(['https://example.org/', 'file:///etc/passwd', 'app://other/', 'javascript:alert(1)'])(
    'refuses to navigate to %s',
    async (url) => {
      await start();
      const { webContents } = electron.windows[0];
      for (const name of ['will-navigate', 'will-redirect']) {
        const event = cancellable(url);
        webContents.emit(name, event);
        expect(event.prevented).toBe(true);
      }
    },
  );

  it('opens no second page, and outside only what is on the list', async () => {
    await start();
    const { webContents } = electron.windows[0];
    expect(webContents.openHandler?.({ url: 'https://example.org/' })).toEqual({ action: 'deny' });
    expect(webContents.openHandler?.({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(electron.openedOutside).toEqual([]);
    expect(webContents.openHandler?.({ url: 'https://nodejs.org/api/v8.html' })).toEqual({ action: 'deny' });
    expect(electron.openedOutside).toEqual(['https://nodejs.org/api/v8.html']);
    const webview = cancellable();
    webContents.emit('will-attach-webview', webview);
    expect(webview.prevented).toBe(true);
  });

  it('grants no permission but to write the clipboard', async () => {
    await start();
    const granted: string[] = [];
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'clipboard-sanitized-write',
    ])
      electron.permissions.request?.({}, permission, (yes) => yes && granted.push(permission));
    expect(granted).toEqual(['clipboard-sanitized-write']);
    expect(electron.permissions.check?.({}, 'usb')).toBe(false);
    expect(electron.permissions.device?.({})).toBe(false);
  });

  it('answers only its own window, top frame, own page', async () => {
    await start();
    const connect = electron.ipc.get('leakscope:connect');
    const open = electron.ipc.get('leakscope:open-dialog');
    const strangers = [
      sender({ sender: { id: 4711, once: () => {} } }),
      sender({ senderFrame: { url: 'https://example.org/', parent: null } }),
      sender({ senderFrame: { url: 'app://leakscope/index.html', parent: {} } }),
      sender({ senderFrame: null }),
    ];
    for (const stranger of strangers) {
      expect(() => connect?.(stranger)).toThrow(/not ours/);
      await expect(open?.(stranger)).rejects.toThrow(/not ours/);
    }
    expect(electron.ports).toHaveLength(0);
    connect?.(sender());
    expect(electron.ports).toHaveLength(1);
    expect(electron.windows[0].webContents.sent[0][0]).toBe('leakscope:port');
    electron.dialogAnswer = { filePaths: ['/tmp/a.leakscope'] };
    expect(await open?.(sender())).toEqual(['/tmp/a.leakscope']);
    electron.dialogAnswer = { filePath: '/tmp/b.leakscope' };
    expect(await electron.ipc.get('leakscope:save-dialog')?.(sender(), 'b')).toBe('/tmp/b.leakscope');
  });

  it('serves the page with a strict policy and nothing outside its folder', async () => {
    await start();
    const get = (path: string) => electron.handled.get('app')?.(new Request(`app://leakscope/${path}`));
    const page = await get('index.html');
    expect(page?.status).toBe(200);
    expect(page?.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(page?.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    for (const path of ['../cli.js', '%2e%2e/%2e%2e/package.json', '..%2f..%2fpackage.json', 'nothing.html'])
      expect((await get(path))?.status).toBe(404);
    expect((await electron.handled.get('app')?.(new Request('app://other/index.html')))?.status).toBe(403);
  });

  it('has every command of the menu by name', async () => {
    await start();
    const items = (menu: readonly MenuItem[]): readonly MenuItem[] =>
      menu.flatMap((item) => [item, ...items(item.submenu ?? [])]);
    for (const label of ['Open…', 'Commands…', 'Snapshot'])
      items(electron.menu)
        .find((item) => item.label === label)
        ?.click?.();
    expect(electron.windows[0].webContents.sent).toEqual([
      ['leakscope:command', 'open'],
      ['leakscope:command', 'palette'],
      ['leakscope:command', 'snapshot'],
    ]);
    expect(items(electron.menu).some((item) => item.role === 'toggleDevTools')).toBe(false);
  });

  it('ends its recordings before it quits', async () => {
    await start();
    const event = cancellable();
    electron.app.emit('before-quit', event);
    expect(event.prevented).toBe(true);
    await hosts[0].dispose();
    const again = cancellable();
    electron.app.emit('before-quit', again);
    expect(again.prevented).toBe(false);
  });
});
