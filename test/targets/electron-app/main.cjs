// An Electron app: its main process, a window and a child that runs Node each hold more and more. Orders come as lines.
const { app, BrowserWindow, utilityProcess, webContents } = require('electron');
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

const orders = {
  // What an attach could leave behind.
  state: () => ({
    attached: webContents.getAllWebContents().filter((one) => one.debugger.isAttached()).length,
    listeners: app.listenerCount('web-contents-created'),
    ofWindows: webContents
      .getAllWebContents()
      .map((one) => one.debugger.listenerCount('message') + one.listenerCount('dom-ready')),
    sockets: process.getActiveResourcesInfo().filter((kind) => /Pipe|TCP/.test(kind)).length,
  }),
  pid: (title) =>
    webContents
      .getAllWebContents()
      .find((one) => one.getTitle() === title)
      .getOSProcessId(),
  async open(title) {
    await show(title);
    return true;
  },
  async openDebugged(title) {
    const window = await show(title);
    window.webContents.debugger.attach('1.3');
    return true;
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
