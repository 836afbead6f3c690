import { REQUIRE, SAMPLER, underOurName, WRITE_SNAPSHOT } from './target-programs.js';

/**
 * The program that answers us from inside a Node target once its inspector port is closed again. It
 * connects to our Unix socket, one JSON message a line: `{ id, do, … }` answered by `{ id, value }` or
 * `{ id, error }`, and `{ event }` for what the DevTools protocol reports. An inspector session exists only
 * from the first `devtools` call on: with one, every console call of the target costs it twice. It is kept
 * until the end, for a session that goes takes the object ids with it, and with them the diff by identity.
 * What workers say interrupts the main thread between any two of its steps, also in the middle of a stream's: there it
 * is only noted, and told with the next answer.
 * A program may have changed what JavaScript has built in: what is thrown by ours for that ends ours, and never the target.
 * Nothing refers to the program but its socket; when that closes, for whatever reason, all of it goes.
 */
export const residentProgram = (path: string, token: string, closesInspector: boolean): string =>
  `${underOurName(program(path, token, closesInspector))}(${REQUIRE})`;

const program = (path: string, token: string, closesInspector: boolean): string =>
  `((require) => {
  const net = require('net'), inspector = require('inspector');
  const sampler = ${SAMPLER}(require), writeSnapshot = ${WRITE_SNAPSHOT};
  const socket = net.connect(${JSON.stringify(path)});
  const fromWorkers = [];
  let session, snapshots = 0, pending = '', orphaned = false;
  const safely = (work) => (...given) => {
    try {
      return work(...given);
    } catch {
      socket.destroy();
    }
  };
  const say = (message) => { if (socket.writable) socket.write(JSON.stringify(message) + '\\n'); };
  const devtools = () => {
    if (session) return session;
    session = new inspector.Session();
    session.connect();
    session.on('inspectorNotification', safely((event) => {
      if (event.method.startsWith('NodeWorker.')) fromWorkers.push(event);
      else say({ event });
    }));
    return session;
  };
  // Asked of a session of its own: the lasting one is made only when there is a worker to speak with.
  const hasWorkers = (done) => {
    const brief = new inspector.Session();
    let found = false;
    brief.connect();
    brief.on('NodeWorker.attachedToWorker', () => { found = true; });
    brief.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, safely(() => {
      brief.disconnect();
      done(found);
    }));
  };
  const onWorker = safely(() => say({ event: { method: 'Leakscope.workerStarted', params: {} } }));
  const closeInspector = () => { inspector.close(); };
  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    process.removeListener('worker', onWorker);
    sampler.stop();
    // Ending a session lets go of the object ids that snapshots made.
    if (!session && snapshots === 0) return;
    const last = devtools();
    last.post('Runtime.discardConsoleEntries', () => {});
    last.disconnect();
  };
  const answer = (message) => {
    const { id } = message;
    const failed = (error) => say({ id, error: String(error && error.message || error).slice(0, 500) });
    try {
      switch (message.do) {
        case 'sample': return say({ id, value: sampler.sample(message.at) });
        case 'snapshot': return snapshots++, say({ id, value: writeSnapshot(require, message.path, message.options) });
        case 'run': return say({ id, value: new (require('vm').Script)(message.code, { filename: message.name }).runInThisContext()(require) || true });
        case 'close-inspector': return say({ id, value: closeInspector() || true });
        case 'tell-events': return say({ id, value: true });
        case 'watch-workers':
          process.on('worker', onWorker);
          return hasWorkers((value) => say({ id, value }));
        case 'devtools':
          return devtools().post(message.method, message.params, safely((error, value) =>
            error ? failed(error) : say({ id, value })));
        case 'leave': return leave(), socket.write(JSON.stringify({ id, value: true }) + '\\n', () => socket.destroy());
        default: return failed('unknown request');
      }
    } catch (error) {
      failed(error);
    }
  };
  socket.setEncoding('utf8');
  socket.on('connect', safely(() => { socket.unref(); orphaned = true; say({ token: ${JSON.stringify(token)} }); }));
  socket.on('data', safely((text) => {
    orphaned = false;
    for (const event of fromWorkers.splice(0)) say({ event });
    pending += text;
    const lines = pending.split('\\n');
    pending = lines.pop();
    for (const line of lines) answer(JSON.parse(line));
  }));
  socket.on('error', safely((error) => { orphaned = orphaned || error.code === 'ECONNREFUSED'; }));
  socket.on('close', safely(() => {
    safely(leave)();
    // We died before this loop turned, and left the port open.
    if (${closesInspector} && orphaned) closeInspector();
  }));
  socket.unref();
})`;
