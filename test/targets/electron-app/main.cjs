// An Electron app: its main process, a window and a child that runs Node each hold more and more. Orders come as lines.
const { app, BrowserWindow, utilityProcess, webContents } = require('electron');
const { readdirSync, readlinkSync } = require('node:fs');
const { createServer } = require('node:http');
const { createInterface } = require('node:readline');
const { join } = require('node:path');

class Document {
  constructor(number) {
    this.name = `document ${number}`;
    this.pages = Array.from({ length: 20 }, (_, page) => ({ page, text: `page ${page} of ${number}` }));
  }
}

class DocumentStore {
  constructor() {
    this.opened = new Map();
  }

  open(number) {
    this.opened.set(number, new Document(number));
  }
}

const store = new DocumentStore();
globalThis.store = store;

const show = async (title) => {
  const window = new BrowserWindow({ width: 400, height: 300, show: false });
  await window.loadFile(join(__dirname, 'page.html'), { search: title });
  return window;
};

const named = (title) => webContents.getAllWebContents().find((one) => one.getTitle() === title);
const listened = (one) => one.eventNames().map((name) => `${String(name)} ${one.listenerCount(name)}`);
const heard = [];
// As Electron has it, whatever lies on top later.
const isAttached = new Map();
app.on('web-contents-created', (_, one) => isAttached.set(one, one.debugger.isAttached));

const FRAME =
  '<title>a frame</title><script>globalThis.inFrame = [{}]; new Worker(URL.createObjectURL(new Blob(["class InWorker {} ; globalThis.kept = new InWorker()"])))</script>';
// A page with a frame of another site, which has a worker.
const serve = () =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'text/html');
      const { port } = server.address();
      response.end(
        request.url === '/'
          ? `<title>framed</title><iframe src="http://localhost:${port}/frame"></iframe>`
          : FRAME,
      );
    });
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });

const orders = {
  // What an attach could leave behind.
  state: () => ({
    attached: webContents.getAllWebContents().filter((one) => isAttached.get(one).call(one.debugger)).length,
    listeners: app.listenerCount('web-contents-created'),
    ofWindows: webContents
      .getAllWebContents()
      .map((one) =>
        [...listened(one), ...listened(one.debugger), ...Reflect.ownKeys(one.debugger).map(String)].sort(),
      ),
    sockets: process.getActiveResourcesInfo().filter((kind) => /Pipe|TCP/.test(kind)).length,
  }),
  // Those that snapshots are written into.
  pipes: () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return /\/heap-\d+( \(deleted\))?$/.test(readlinkSync(`/proc/self/fd/${fd}`));
      } catch {
        return false;
      }
    }).length,
  pid: (title) =>
    webContents
      .getAllWebContents()
      .find((one) => one.getTitle() === title)
      .getOSProcessId(),
  async open(title) {
    await show(title);
    return true;
  },
  // Its snapshot is larger than all that lies between the page and who reads it.
  async openLarge(title) {
    const window = await show(title);
    await window.webContents.executeJavaScript(
      'globalThis.many = Array.from({ length: 40000 }, (_, number) => String(number).padEnd(400, ".")); undefined',
    );
    return true;
  },
  async openDebugged(title) {
    const window = await show(title);
    window.webContents.debugger.attach('1.3');
    return true;
  },
  // What the app's own use of a window's debugger comes to.
  async debug(title) {
    const { debugger: own } = named(title);
    const before = own.isAttached();
    own.attach('1.3');
    const { result } = await own.sendCommand('Runtime.evaluate', { expression: '1 + 1' });
    const after = own.isAttached();
    own.detach();
    return [before, result.value, after, own.isAttached()];
  },
  listen(title) {
    for (const name of ['message', 'detach']) named(title).debugger.on(name, () => heard.push(name));
    return true;
  },
  heard: () => heard,
  async crash(title) {
    const page = named(title);
    const gone = new Promise((resolve) => page.once('render-process-gone', resolve));
    page.forcefullyCrashRenderer();
    await gone;
    return true;
  },
  async reload(title) {
    const page = named(title);
    const ready = new Promise((resolve) => page.once('did-finish-load', resolve));
    page.reload();
    await ready;
    return page.getOSProcessId();
  },
  // To another site, which has another process.
  async goElsewhere(title) {
    const page = named(title);
    await page.loadURL(`http://127.0.0.1:${await serve()}/frame`);
    return page.getOSProcessId();
  },
  // As JSON: a name may have anything in it.
  async openNamed(text) {
    const window = await show('to be named');
    const told = new Promise((resolve) => window.once('page-title-updated', resolve));
    await window.webContents.executeJavaScript(`document.title = ${text}; undefined`);
    await told;
    return window.webContents.getTitle();
  },
  closeAll() {
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
    return true;
  },
  async openFramed() {
    const window = new BrowserWindow({ show: false });
    await window.loadURL(`http://127.0.0.1:${await serve()}/`);
    return window.webContents.mainFrame.frames.map(({ osProcessId }) => osProcessId);
  },
  // Says what it goes through.
  quit() {
    app.removeAllListeners('window-all-closed');
    for (const name of ['before-quit', 'window-all-closed', 'will-quit', 'quit'])
      app.on(name, () => process.stdout.write(`${JSON.stringify({ answer: name })}\n`));
    app.on('window-all-closed', () => app.quit());
    setImmediate(() => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    return 'quits';
  },
  close(title) {
    BrowserWindow.getAllWindows()
      .find((window) => window.getTitle() === title)
      .destroy();
    return true;
  },
};

app.on('window-all-closed', () => {});
app.whenReady().then(async () => {
  await show('the window');
  const service = utilityProcess.fork(join(__dirname, 'service.cjs'));
  await new Promise((resolve) => service.once('message', resolve));
  let number = 0;
  setInterval(() => store.open(number++), 20);
  process.stdout.write(`${JSON.stringify({ ready: { main: process.pid, service: service.pid } })}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const [order, ...words] = line.split(' ');
    process.stdout.write(`${JSON.stringify({ answer: await orders[order](words.join(' ')) })}\n`);
  }
});
