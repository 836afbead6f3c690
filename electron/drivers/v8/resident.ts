import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { Failure } from '../../../shared/base/failure.js';
import type { PrivateDirectory } from '../private-directory.js';
import { within } from '../time-limit.js';
import type { CallOptions, DevtoolsLink, Params } from './devtools-link.js';
import { CALL_LIMIT } from './wire.js';

export type Request =
  | { readonly do: 'close-inspector' | 'watch-workers' | 'tell-events' | 'leave' }
  | { readonly do: 'sample'; readonly at: number }
  | { readonly do: 'snapshot'; readonly path: string; readonly options: Params }
  /** `code`: a function that takes `require`. */
  | { readonly do: 'run'; readonly code: string; readonly name: string }
  | { readonly do: 'devtools'; readonly method: string; readonly params: Params; readonly session?: string };

/** Our end of the resident program: `ask` for what it does itself, `devtools` for anything else. */
export interface Resident {
  ask<Value>(request: Request, options?: CallOptions): Promise<Value>;
  readonly devtools: DevtoolsLink;
  onClose(listener: () => void): void;
  /** Stops reading what it says: the kernel's buffers, then the target's, hold it. */
  pause(): void;
  resume(): void;
  /** Ends the program inside the target, and waits until it has gone. */
  close(): Promise<void>;
}

/** A place where the resident program can report, once. */
export interface ResidentDoor {
  readonly token: string;
  readonly path: string;
  /** Resolves when the program has reported with its token. */
  readonly arrived: Promise<Resident>;
  shut(): void;
}

const MAX_LINE = 64 << 20;

/** `name`: of the socket in the directory. */
export async function openResidentDoor(
  directory: PrivateDirectory,
  name = 'resident',
): Promise<ResidentDoor> {
  const token = randomBytes(24).toString('hex');
  const server = createServer();
  await listen(server, directory.here(name));
  await directory.hand(name);
  const arrived = new Promise<Resident>((resolve) => {
    server.on('connection', (socket) => {
      admit(socket, token).then(
        (resident) => {
          server.close(); // one guest, and nobody after
          resolve(resident);
        },
        () => socket.destroy(),
      );
    });
  });
  return { token, path: directory.there(name), arrived, shut: () => void server.close() };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve();
    });
  });
}

function admit(socket: Socket, token: string): Promise<Resident> {
  return new Promise((resolve, reject) => {
    const lines = lineReader(socket);
    socket.on('error', reject);
    socket.on('close', () => reject(lost()));
    lines((message) => {
      const said = Buffer.from(String(message['token']));
      const right = Buffer.from(token);
      if (said.length !== right.length || !timingSafeEqual(said, right)) return reject(lost());
      resolve(converse(socket, lines));
    });
  });
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

function converse(socket: Socket, onLine: (listener: (message: Params) => void) => void): Resident {
  const waiting = new Map<number, Waiting>();
  const closed = new Set<() => void>();
  const events = new Set<(method: string, params: Params, session?: string) => void>();
  let lastId = 0;
  let open = true;
  let leaving = false;

  onLine((message) => {
    const event = message['event'] as { method?: string; params?: Params; session?: string } | undefined;
    if (event) {
      for (const listener of events) listener(String(event.method), event.params ?? {}, event.session);
      return;
    }
    const call = waiting.get(Number(message['id']));
    waiting.delete(Number(message['id']));
    if ('error' in message) call?.reject(new Error(String(message['error'])));
    else call?.resolve(message['value']);
  });
  socket.on('close', () => {
    open = false;
    for (const call of waiting.values()) call.reject(lost());
    waiting.clear();
    if (!leaving) for (const listener of closed) listener();
  });

  const ask = <Value>(request: Request, { limit = CALL_LIMIT, signal }: CallOptions = {}): Promise<Value> => {
    if (!open) return Promise.reject(lost());
    const id = ++lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      socket.write(`${JSON.stringify({ id, ...request })}\n`);
    });
    return within(answer, limit, () => slow(limit), signal) as Promise<Value>;
  };

  const close = async (): Promise<void> => {
    if (!open) return;
    leaving = true;
    const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    await ask({ do: 'leave' }, { limit: 2000 }).catch(() => undefined);
    socket.end();
    // A target whose loop stands still ends the program when it turns again: our end is closed either way.
    await within(gone, 1000, lost).catch(() => socket.destroy());
  };

  return {
    ask,
    close,
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    onClose: (listener) => void closed.add(listener),
    devtools: {
      runsInside: true,
      async fetchEvents() {
        await ask({ do: 'tell-events' });
      },
      send: (method, params = {}, options) =>
        ask(
          { do: 'devtools', method, params, ...(options?.session && { session: options.session }) },
          options,
        ),
      onEvent(listener) {
        events.add(listener);
        return () => events.delete(listener);
      },
      onClose: (listener) => void closed.add(listener),
      close,
    },
  };
}

/** Lines of JSON; what is not, or is too long, ends the connection: it did not come from our program. */
function lineReader(socket: Socket): (listener: (message: Params) => void) => void {
  let listener: (message: Params) => void = () => undefined;
  let parts: string[] = [];
  let length = 0;
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = text.split('\n');
    parts.push(lines[0]);
    length += lines[0].length;
    if (length > MAX_LINE) return socket.destroy();
    for (let i = 1; i < lines.length; i++) {
      const line = parts.join('');
      parts = [lines[i]];
      length = lines[i].length;
      try {
        listener(JSON.parse(line) as Params);
      } catch {
        return socket.destroy();
      }
    }
  });
  return (next) => {
    listener = next;
  };
}

const lost = (): Failure => new Failure('target-lost', 'The target is gone.');

const slow = (limit: number): Failure =>
  new Failure(
    'target-busy',
    `The target did not answer within ${Math.round(limit / 1000)} s: its event loop is blocked.`,
    'Try again when it is less busy.',
  );
