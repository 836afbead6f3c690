import { WENT_ELSEWHERE } from './isolate-id.js';

/** Has a window write a snapshot into a FIFO at `path`; answers how long that took, ms. */
export const WRITE_SNAPSHOT = 'Leakscope.writeSnapshot';

/** Characters of a line: our end ends the connection at one that is longer than its own limit. */
const MOST_LINE = 48 << 20;
/** Bytes that the app keeps of what we have not read yet. */
const MOST_UNREAD = 256 << 20;

/**
 * The program that speaks with the windows of an Electron app from inside its main process, as text: a function that takes
 * `require`. Each window has a debugger that the main process may use (`webContents.debugger`), so nothing has to be
 * restarted and no port is open. It speaks as a browser's debugging port would: `Target.setAutoAttach` tells of every window, now and
 * later, each with a session of ours; what a window's own sessions say (frames, workers) comes with theirs. A window whose process has
 * changed is another one. Windows that the app debugs itself are left alone, and so are those of DevTools. The app finds a
 * debugger that we hold as if nobody did: its listeners hear nothing of ours, and when it attaches itself we are out. When our socket
 * closes, for whatever reason, every debugger that we attached is detached.
 */
export const windowsProgram = (path: string, token: string): string =>
  `((require) => {
  const { app, webContents } = require('module').createRequire(process.execPath)('electron');
  const socket = require('net').connect(${JSON.stringify(path)});
  const HELD = Symbol.for('leakscope');
  const entered = new Map(), children = new Map(), watched = new Map();
  let pending = '', last = 0, stopFollowing;
  const safely = (work) => (...given) => {
    try {
      return work(...given);
    } catch {
      socket.destroy();
    }
  };
  // A window that is going throws at anything.
  const each = (all, work) => {
    for (const one of all) try { work(one); } catch {}
  };
  const write = (message) => {
    if (!socket.writable) return true;
    let line = '';
    try { line = JSON.stringify(message) + '\\n'; } catch {}
    if (line.length === 0 || line.length > ${MOST_LINE}) return false;
    socket.write(line);
    return true;
  };
  const say = (message) => {
    if (!write(message) && message.id !== undefined) write({ id: message.id, error: 'the answer is too long' });
  };
  const tell = (method, params, session) => say({ event: { method, params, session } });
  // Without the app's being warned of too many listeners.
  const listen = (to, name, work) => {
    const most = to._maxListeners;
    to._maxListeners = 0;
    to.on(name, work);
    to._maxListeners = most;
    return () => to.removeListener(name, work);
  };
  const isOurs = (window) => !window.isDestroyed() && !window.getURL().startsWith('devtools:');
  const KINDS = { webview: 'webview', backgroundPage: 'background_page' };
  const about = (window) => ({
    targetId: 'window-' + window.id, type: KINDS[window.getType()] || 'page', pid: window.getOSProcessId(),
    title: window.getTitle().slice(0, 200), url: window.getURL().slice(0, 1000),
  });
  const cover = (inside, ours) => {
    const names = Reflect.ownKeys(ours), before = names.map((name) => Object.getOwnPropertyDescriptor(inside, name));
    for (const name of names) Object.defineProperty(inside, name, { value: ours[name], configurable: true, writable: true });
    return () => names.forEach((name, at) => {
      if (inside[name] !== ours[name]) return;
      if (before[at]) Object.defineProperty(inside, name, before[at]);
      else delete inside[name];
    });
  };
  const leave = (session) => {
    const held = entered.get(session);
    if (!held) return;
    entered.delete(session);
    for (const [child, holder] of children) if (holder === held) children.delete(child);
    try { held.detach(); } catch {}
    held.uncover();
    held.over(new Error('the window was left'));
  };
  const lose = (session, reason) => {
    if (!entered.has(session)) return;
    leave(session);
    tell('Target.detachedFromTarget', { sessionId: session, reason });
  };
  const enter = (window) => {
    const inside = window.debugger;
    if (!isOurs(window) || inside[HELD] || inside.isAttached()) return;
    const session = 'window-' + window.id + '-' + ++last, targetInfo = about(window);
    const { attach, detach, sendCommand, emit } = inside;
    const hear = {
      __proto__: null,
      message: safely((event, method, params, child) => {
        if (!entered.has(session)) return;
        if (method === 'Target.attachedToTarget') children.set(params.sessionId, held);
        if (method === 'Target.detachedFromTarget') children.delete(params.sessionId);
        tell(method, params, child || session);
        if (method === 'Inspector.targetCrashed' && !child) lose(session, 'its process crashed');
        // What we do not read must not fill the app.
        if (socket.writableLength > ${MOST_UNREAD}) lose(session, 'more came from it than could be taken');
      }),
      detach: safely(() => lose(session, window.isDestroyed() || window.isCrashed() !== true ? 'the page was closed' : 'its process crashed')),
    };
    const forApp = (work) => (...given) => (safely(lose)(session, 'the app debugs this window itself'), work.apply(inside, given));
    let over;
    const ending = new Promise((_, reject) => { over = reject; });
    ending.catch(() => {});
    const held = {
      window, pid: targetInfo.pid, ending, over,
      send: (...given) => sendCommand.apply(inside, given),
      detach: () => detach.call(inside),
      uncover: cover(inside, {
        [HELD]: true, isAttached: () => false, attach: forApp(attach), sendCommand: forApp(sendCommand), detach: () => {},
        emit: (name, ...given) => hear[name] ? (hear[name](...given), true) : emit.call(inside, name, ...given),
      }),
    };
    try { attach.call(inside, '1.3'); } catch { return held.uncover(); }
    entered.set(session, held);
    tell('Target.attachedToTarget', { sessionId: session, targetInfo });
  };
  const watch = (window) => {
    if (watched.has(window)) return;
    const stop = () => { watched.delete(window); each(undo, (one) => one()); };
    const undo = [
      listen(window, 'dom-ready', safely(() => each([window], () => {
        for (const [session, held] of entered) if (held.window === window && held.pid !== window.getOSProcessId()) lose(session, ${JSON.stringify(WENT_ELSEWHERE)});
        enter(window);
      }))),
      listen(window, 'destroyed', safely(stop)),
    ];
    watched.set(window, stop);
  };
  const follow = () => {
    if (stopFollowing) return;
    stopFollowing = listen(app, 'web-contents-created', safely((event, window) => each([window], watch)));
    socket.on('drain', safely(() => each(webContents.getAllWebContents(), enter)));
    each(webContents.getAllWebContents(), (window) => { watch(window); enter(window); });
  };
  const leaveAll = () => {
    if (stopFollowing) stopFollowing();
    each([...watched.values()], (stop) => stop());
    each([...entered.keys()], leave);
  };
  const own = {
    'Target.getTargets': () => ({ targetInfos: webContents.getAllWebContents().filter(isOurs).map(about) }),
    'Target.setAutoAttach': () => (follow(), {}),
    'Target.detachFromTarget': ({ sessionId }) => {
      if (entered.has(sessionId)) return leave(sessionId), {};
      const holder = children.get(sessionId);
      return holder ? holder.send('Target.detachFromTarget', { sessionId }) : {};
    },
  };
  // Opened without waiting first: with no reader there, for we died, that fails, where an ordinary open would wait for ever.
  // Of a window that closes meanwhile Electron never says how it went.
  const snapshotInto = async ({ window, ending }, path) => {
    const fs = require('fs'), began = Date.now();
    const probe = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
    try {
      await Promise.race([window.takeHeapSnapshot(path), ending]);
    } finally {
      fs.closeSync(probe);
    }
    return Date.now() - began;
  };
  const call = ({ method, params, session }) => {
    if (session === undefined) return own[method](params);
    const held = entered.get(session);
    if (held) return method === ${JSON.stringify(WRITE_SNAPSHOT)} ? snapshotInto(held, params.path) : held.send(method, params);
    const holder = children.get(session);
    if (!holder) throw new Error('the window is gone');
    return holder.send(method, params, session);
  };
  const answer = (message) => {
    const { id } = message;
    const failed = (error) => say({ id, error: String(error && error.message || error).slice(0, 500) });
    if (message.do === 'leave') return leaveAll(), socket.write(JSON.stringify({ id, value: true }) + '\\n', () => socket.destroy());
    if (message.do !== 'devtools') return failed('unknown request');
    try {
      Promise.resolve(call(message)).then(safely((value) => say({ id, value })), safely(failed));
    } catch (error) {
      failed(error);
    }
  };
  socket.setEncoding('utf8');
  socket.on('connect', safely(() => { socket.unref(); say({ token: ${JSON.stringify(token)} }); }));
  socket.on('data', safely((text) => {
    pending += text;
    const lines = pending.split('\\n');
    pending = lines.pop();
    for (const line of lines) answer(JSON.parse(line));
  }));
  socket.on('error', () => {});
  socket.on('close', safely(leaveAll));
  socket.unref();
})`;
