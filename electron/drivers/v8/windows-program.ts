/**
 * The program that speaks with the windows of an Electron app from inside its main process, as text: a function that takes
 * `require`. Each window has a debugger that the main process may use (`webContents.debugger`), so nothing has to be
 * restarted and no port is open. It speaks as a browser's debugging port would: `Target.setAutoAttach` tells of every window, now and
 * later, each with a session of ours; what a window's own sessions say (frames, workers) comes with theirs. A window that the
 * app debugs itself is left alone, and so are windows of DevTools. When our socket closes, for whatever reason, every
 * debugger that we attached is detached.
 */
export const windowsProgram = (path: string, token: string): string =>
  `((require) => {
  const { app, webContents } = require('module').createRequire(process.execPath)('electron');
  const socket = require('net').connect(${JSON.stringify(path)});
  const entered = new Map(), children = new Map(), waiting = new Map();
  let pending = '', follows = false;
  const safely = (work) => (...given) => {
    try {
      return work(...given);
    } catch {
      socket.destroy();
    }
  };
  const say = (message) => { if (socket.writable) socket.write(JSON.stringify(message) + '\\n'); };
  const tell = (method, params, session) => say({ event: { method, params, session } });
  const nameOf = (window) => 'window-' + window.id;
  const isOurs = (window) => !window.isDestroyed() && !window.getURL().startsWith('devtools:');
  const KINDS = { webview: 'webview', backgroundPage: 'background_page' };
  const about = (window) => ({
    targetId: nameOf(window), type: KINDS[window.getType()] || 'page', pid: window.getOSProcessId(),
    title: window.getTitle().slice(0, 200), url: window.getURL().slice(0, 1000),
  });
  const leave = (session) => {
    const held = entered.get(session);
    if (!held) return;
    entered.delete(session);
    for (const [child, holder] of children) if (holder === held.inside) children.delete(child);
    held.inside.removeListener('message', held.onMessage);
    held.inside.removeListener('detach', held.onDetach);
    try { held.inside.detach(); } catch {}
  };
  const enter = (window) => {
    const session = nameOf(window);
    if (!isOurs(window) || entered.has(session)) return;
    const inside = window.debugger;
    if (inside.isAttached()) return;
    try { inside.attach('1.3'); } catch { return; }
    const onMessage = safely((event, method, params, child) => {
      if (method === 'Target.attachedToTarget') children.set(params.sessionId, inside);
      if (method === 'Target.detachedFromTarget') children.delete(params.sessionId);
      tell(method, params, child || session);
    });
    const onDetach = safely(() => {
      leave(session);
      tell('Target.detachedFromTarget', { sessionId: session });
    });
    inside.on('message', onMessage);
    inside.on('detach', onDetach);
    entered.set(session, { inside, onMessage, onDetach });
    tell('Target.attachedToTarget', { sessionId: session, targetInfo: about(window) });
  };
  const onCreated = safely((event, window) => {
    const ready = safely(() => { waiting.delete(window); enter(window); });
    waiting.set(window, ready);
    window.once('dom-ready', ready);
    window.once('destroyed', safely(() => waiting.delete(window)));
  });
  const follow = () => {
    if (follows) return;
    follows = true;
    app.on('web-contents-created', onCreated);
    webContents.getAllWebContents().forEach(enter);
  };
  const leaveAll = () => {
    app.removeListener('web-contents-created', onCreated);
    for (const [window, ready] of waiting) if (!window.isDestroyed()) window.removeListener('dom-ready', ready);
    waiting.clear();
    for (const session of [...entered.keys()]) leave(session);
  };
  const own = {
    'Target.getTargets': () => ({ targetInfos: webContents.getAllWebContents().filter(isOurs).map(about) }),
    'Target.setAutoAttach': () => (follow(), {}),
    'Target.detachFromTarget': ({ sessionId }) => {
      if (entered.has(sessionId)) return leave(sessionId), {};
      const holder = children.get(sessionId);
      return holder ? holder.sendCommand('Target.detachFromTarget', { sessionId }) : {};
    },
  };
  const call = ({ method, params, session }) => {
    if (session === undefined) return own[method](params);
    const held = entered.get(session);
    if (held) return held.inside.sendCommand(method, params);
    const holder = children.get(session);
    if (!holder) throw new Error('the window is gone');
    return holder.sendCommand(method, params, session);
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
