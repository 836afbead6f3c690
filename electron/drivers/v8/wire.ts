import CDP from 'chrome-remote-interface';
import { Failure, saying } from '../../../shared/base/failure.js';
import { within } from '../time-limit.js';
import type { DevtoolsLink, Params } from './devtools-link.js';

export const CALL_LIMIT = 15_000;
export const CONNECT_LIMIT = 5000;

/** A link over the target's own WebSocket. */
export interface Wire extends DevtoolsLink {
  /** Stops reading from the socket: the kernel's buffers, then the target's, hold what comes. */
  pause(): void;
  resume(): void;
  /** Ends the connection as if the target had. */
  hangUp(): void;
}

/** An empty protocol: calls go by name, and nothing is fetched from the target to learn them. */
const NO_PROTOCOL = { version: { major: '1', minor: '3' }, domains: [] } as const;

/** The part of a chrome-remote-interface client that is used; its types know nothing of a protocol that is not loaded. */
interface Client {
  send(method: string, params?: object, sessionId?: string): Promise<unknown>;
  on(
    event: 'event',
    listener: (message: { method: string; params: Params; sessionId?: string }) => void,
  ): void;
  on(event: 'disconnect', listener: () => void): void;
  close(): Promise<void>;
  /** Its WebSocket library is too old to pause by itself: the socket below does. */
  readonly _ws: {
    readonly url: string;
    readonly _socket?: { pause(): void; resume(): void };
    terminate(): void;
  };
}

export async function connectWire(webSocketUrl: string, signal?: AbortSignal): Promise<Wire> {
  const connecting = withoutDeprecations(
    () => CDP({ target: webSocketUrl, local: true, protocol: NO_PROTOCOL as never }) as Promise<unknown>,
  );
  const client = (await within(connecting, CONNECT_LIMIT, noAnswer, signal).catch((error: unknown) => {
    // The connection may still come about: then it must not stay.
    connecting.then((late) => (late as Client)._ws.terminate()).catch(() => undefined);
    throw error instanceof Failure ? error : refused(error);
  })) as Client;
  // The library follows redirects, to any place, and cannot be told not to.
  if (new URL(client._ws.url).host !== new URL(webSocketUrl).host) {
    client._ws.terminate();
    throw sentElsewhere(webSocketUrl);
  }
  return wireOver(client);
}

/** chrome-remote-interface parses its URL with `url.parse`, which Node would tell our user once about. */
async function withoutDeprecations<T>(task: () => Promise<T>): Promise<T> {
  const before = process.noDeprecation;
  process.noDeprecation = true;
  try {
    return await task();
  } finally {
    process.noDeprecation = before;
  }
}

function wireOver(client: Client): Wire {
  let open = true;
  const closed = new Set<() => void>();
  const events = new Set<(method: string, params: Params, session?: string) => void>();
  client.on('event', ({ method, params, sessionId }) => {
    for (const listener of events) listener(method, params, sessionId);
  });
  client.on('disconnect', () => {
    open = false;
    for (const listener of closed) listener();
  });
  return {
    async send(method, params = {}, options = {}) {
      if (!open) throw lost();
      const { limit = CALL_LIMIT, signal, session } = options;
      const answer = client.send(method, params, session).catch((error: unknown) => {
        throw /^WebSocket /.test(saying(error)) ? lost() : error;
      });
      return (await within(answer, limit, () => slow(method, limit), signal)) as never;
    },
    onEvent(listener) {
      events.add(listener);
      return () => events.delete(listener);
    },
    onClose: (listener) => void closed.add(listener),
    pause: () => client._ws._socket?.pause(),
    resume: () => client._ws._socket?.resume(),
    hangUp: () => client._ws.terminate(),
    async close() {
      if (!open) return;
      open = false;
      await within(client.close(), 1000, lost).catch(() => client._ws.terminate());
    },
  };
}

/** The inspector was closed between its being found and our knocking: some programs toggle it. */
export const refused = (error: unknown): Failure =>
  new Failure('target-lost', `The inspector was closed again: ${saying(error)}.`, 'Try again.');

const sentElsewhere = (from: string): Failure =>
  new Failure(
    'sent-elsewhere',
    `What answers at ${new URL(from).host} sends us to another place, which is not followed.`,
    'Give the address of the inspector itself.',
  );

export const noAnswer = (): Failure =>
  new Failure(
    'no-answer',
    'The inspector accepted a connection and does not answer.',
    'Try again when the target is less busy.',
  );

export const lost = (): Failure => new Failure('target-lost', 'The connection to the target is gone.');

export const slow = (method: string, limit: number): Failure =>
  new Failure(
    'target-busy',
    `The target did not answer within ${Math.round(limit / 1000)} s (${method}): it is blocked or stopped.`,
    'Try again when it is less busy.',
  );
