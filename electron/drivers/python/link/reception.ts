import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { Failure } from '../../../../shared/base/failure.js';

/** Somebody who connected and showed a token that was waited for. */
export interface Guest {
  readonly socket: Socket;
  /** What it said after the token. */
  readonly words: readonly string[];
}

/** `sun_path` of sockaddr_un, without its final zero. */
export const LONGEST_PATH = 107;

const LONGEST_HELLO = 300;
const HELLO_LIMIT = 5000;

/**
 * The Unix socket, or port of this machine, at which the agent and its forked children arrive. Each says `ROLE TOKEN WORDS…` on a line;
 * a token is good once, and who has none is turned away.
 */
export class Reception {
  readonly #server: Server;
  readonly #expected = new Map<string, (guest: Guest) => void>();
  readonly #sockets = new Set<Socket>();

  /** At a path, or without one at a port. Fails when there is no such directory, or the path is too long. */
  static async open(path: string | undefined): Promise<Reception> {
    if (path !== undefined && Buffer.byteLength(path) > LONGEST_PATH) {
      throw new Failure(
        'python-socket',
        `The path of the agent's socket would be too long: ${path}.`,
        'Set TMPDIR to a short path, such as /tmp.',
      );
    }
    const reception = new Reception();
    await new Promise<void>((resolve, reject) => {
      reception.#server.once('error', reject);
      if (path === undefined) reception.#server.listen(0, '127.0.0.1', resolve);
      else reception.#server.listen(path, resolve);
    });
    if (path !== undefined) await chmod(path, 0o600);
    return reception;
  }

  /** Of 127.0.0.1; undefined where it is at a path. */
  get port(): number | undefined {
    const at = this.#server.address();
    return at !== null && typeof at === 'object' ? at.port : undefined;
  }

  private constructor() {
    this.#server = createServer((socket) => this.#greet(socket));
  }

  /** Resolves when somebody shows `token`; never, once `forget` was called. */
  expect(role: 'agent' | 'child', token: string): { readonly arrived: Promise<Guest>; forget(): void } {
    const key = `${role} ${token}`;
    const arrived = new Promise<Guest>((resolve) => this.#expected.set(key, resolve));
    return { arrived, forget: () => void this.#expected.delete(key) };
  }

  close(): void {
    this.#expected.clear();
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const timer = setTimeout(() => socket.destroy(), HELLO_LIMIT);
    let held = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      held = Buffer.concat([held, chunk]);
      const end = held.indexOf('\n');
      if (end < 0 && held.length < LONGEST_HELLO) return;
      clearTimeout(timer);
      socket.pause();
      socket.off('data', read);
      const [role, token, ...words] = held.subarray(0, Math.max(end, 0)).toString('latin1').split(' ');
      const key = `${role} ${token}`;
      const take = this.#expected.get(key);
      this.#expected.delete(key);
      if (!take) return void socket.destroy();
      if (held.length > end + 1) socket.unshift(held.subarray(end + 1));
      take({ socket, words });
    };
    socket.on('data', read);
  }
}
