import { WebSocket } from 'ws';
import { Failure } from '../../../shared/base/failure.js';
import { within } from '../time-limit.js';
import type { CallOptions, DevtoolsLink, Params } from './devtools-link.js';
import { CALL_LIMIT, CONNECT_LIMIT, lost, noAnswer, refused, slow } from './wire.js';

/** Bun keeps running at its end while a client is there, unless the client says that it is not to be counted. */
const UNCOUNTED = { 'Ref-Event-Loop': '0' };
/** Bytes; a snapshot comes in pieces of 1.4 MB. */
const LONGEST = 64 << 20;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A connection to Bun's inspector. Everything pending fails when it closes. */
export async function connectWebkit(url: string, signal?: AbortSignal): Promise<DevtoolsLink> {
  const socket = new WebSocket(url, {
    headers: UNCOUNTED,
    maxPayload: LONGEST,
    perMessageDeflate: false,
    handshakeTimeout: CONNECT_LIMIT,
  });
  const open = new Promise<void>((resolve, reject) => socket.once('open', resolve).on('error', reject));
  try {
    await within(open, CONNECT_LIMIT, noAnswer, signal);
  } catch (error) {
    socket.terminate();
    throw error instanceof Failure ? error : refused(error);
  }
  return linkOver(socket);
}

function linkOver(socket: WebSocket): DevtoolsLink {
  const waiting = new Map<number, Waiting>();
  const events = new Set<(method: string, params: Params) => void>();
  const closed = new Set<() => void>();
  let lastId = 0;
  let leaving = false;
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : parsed(String(data));
    // What is no JSON is no inspector's.
    if (!message) return socket.terminate();
    if (typeof message['method'] === 'string') {
      for (const listener of events) listener(message['method'], (message['params'] ?? {}) as Params);
      return;
    }
    const call = waiting.get(Number(message['id']));
    waiting.delete(Number(message['id']));
    const { error } = message as { error?: { message?: unknown } };
    if (error) call?.reject(new Error(String(error.message).slice(0, 300)));
    else call?.resolve(message['result'] ?? {});
  });
  socket.on('close', () => {
    for (const call of waiting.values()) call.reject(lost());
    waiting.clear();
    if (!leaving) for (const listener of closed) listener();
  });
  return {
    async send<Result>(
      method: string,
      params: Params = {},
      { limit = CALL_LIMIT, signal }: CallOptions = {},
    ) {
      if (socket.readyState !== WebSocket.OPEN) throw lost();
      const id = ++lastId;
      const answer = new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params }));
      });
      try {
        return (await within(answer, limit, () => slow(method, limit), signal)) as Result;
      } finally {
        waiting.delete(id);
      }
    },
    onEvent(listener) {
      events.add(listener);
      return () => events.delete(listener);
    },
    onClose: (listener) => void closed.add(listener),
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      leaving = true;
      const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.close();
      await within(gone, 1000, lost).catch(() => socket.terminate());
    },
  };
}

function parsed(text: string): Params | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? (message as Params) : undefined;
  } catch {
    return undefined;
  }
}
