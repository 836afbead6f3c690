import { type Call, isCall } from '../base/call.js';
import { Failure } from '../base/failure.js';
import type { Channel, WireError } from './channel.js';
import type { Contract } from './contract.js';

export class DisconnectedError extends Failure {
  constructor() {
    super(
      'disconnected',
      'The engine went away.',
      'It reconnects by itself; if it does not, start Leakscope again.',
    );
  }
}

export interface Connection<T> {
  readonly services: T;
  onEvent(topic: string, listener: (value: unknown) => void): () => void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  readonly call?: Call;
  readonly settled: () => void;
}

/** Services on the far side of `channel`, called as if they were here. */
export function connect<T extends Contract<T>>(channel: Channel): Connection<T> {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  let lastId = 0;
  let open = true;

  channel.onMessage((message) => {
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.topic) ?? []) listener(message.value);
      return;
    }
    if (message.kind === 'call' || message.kind === 'cancel') return;
    const entry = waiting.get(message.id);
    if (!entry) return;
    if (message.kind === 'progress') {
      entry.call?.onProgress?.(message.value as never);
      return;
    }
    waiting.delete(message.id);
    entry.settled();
    if (message.kind === 'value') entry.resolve(message.value);
    else entry.reject(revived(message.error));
  });

  // A lost peer must fail the calls in flight: a view that waits forever cannot be told from a slow one.
  channel.onClose(() => {
    open = false;
    for (const entry of waiting.values()) {
      entry.settled();
      entry.reject(new DisconnectedError());
    }
    waiting.clear();
  });

  const invoke = (method: string, given: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const last = given.at(-1);
      const call = isCall(last) ? last : undefined;
      const args = call ? given.slice(0, -1) : given;
      if (!open) return reject(new DisconnectedError());
      const id = ++lastId;
      const cancel = (): void => channel.send({ kind: 'cancel', id });
      call?.signal?.addEventListener('abort', cancel);
      const settled = (): void => call?.signal?.removeEventListener('abort', cancel);
      waiting.set(id, { resolve, reject, call, settled });
      channel.send({ kind: 'call', id, method, args });
      if (call?.signal?.aborted) cancel();
    });

  return {
    services: proxyOf((service) =>
      proxyOf(
        (method) =>
          (...args: unknown[]) =>
            invoke(`${service}.${method}`, args),
      ),
    ) as T,
    onEvent(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => void set.delete(listener);
    },
  };
}

/** Every own-looking name but `then`: with it, awaiting the proxy itself would become a call. */
function proxyOf(member: (name: string) => unknown): object {
  const made = new Map<string, unknown>();
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name !== 'string' || name === 'then') return undefined;
        if (!made.has(name)) made.set(name, member(name));
        return made.get(name);
      },
    },
  );
}

function revived(error: WireError): Error {
  return error.code ? new Failure(error.code, error.message, error.remedy) : new Error(error.message);
}
