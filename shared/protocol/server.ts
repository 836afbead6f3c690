import { type AbortSignalLike, CallEnd, type Progress } from '../base/call.js';
import { Failure, saying } from '../base/failure.js';
import type { Channel, Wire, WireError } from './channel.js';
import type { Contract } from './contract.js';

/** An abort signal that the far side pulls. Without DOM and Node there is none to take. */
class RemoteSignal implements AbortSignalLike {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Answers the calls that arrive on `channel`. Methods named in `cancellable`, as `service.method`,
 * get a `Call` appended as their last argument; they have no optional parameters, so that its place
 * is known. Returns the function that sends an event to this peer.
 */
export function serve<T extends Contract<T>>(
  channel: Channel,
  services: T,
  cancellable: ReadonlySet<string> = new Set(),
): { emit(topic: string, value: unknown): void } {
  const methods = methodTable(services);
  const running = new Map<number, RemoteSignal>();
  let open = true;
  const send = (message: Wire): void => {
    if (open) channel.send(message);
  };

  channel.onClose(() => {
    open = false;
    for (const signal of running.values()) signal.abort();
    running.clear();
  });

  channel.onMessage(async (message) => {
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    if (message.kind !== 'call') return;
    const { id, method, args } = message;
    const signal = new RemoteSignal();
    running.set(id, signal);
    const onProgress = (value: Progress): void => send({ kind: 'progress', id, value });
    try {
      const run = methods.get(method);
      if (!run) throw new Failure('no-such-method', `No such method: ${method}.`);
      if (!Array.isArray(args)) throw new Failure('bad-arguments', `${method}: arguments must be a list.`);
      const given = cancellable.has(method) ? [...args, new CallEnd(signal, onProgress)] : args;
      const value = await run(...(given as never[]));
      send({ kind: 'value', id, value });
    } catch (error) {
      send({ kind: 'error', id, error: wireError(error) });
    } finally {
      running.delete(id);
    }
  });

  return { emit: (topic, value) => send({ kind: 'event', topic, value }) };
}

type Method = (...args: never[]) => Promise<unknown>;

/** Own keys only, fixed at start: a caller must not reach `constructor` by sending its name. */
function methodTable<T extends Contract<T>>(services: T): ReadonlyMap<string, Method> {
  const table = new Map<string, Method>();
  for (const [service, methods] of Object.entries(services) as [string, Record<string, Method>][])
    for (const [name, method] of Object.entries(methods)) table.set(`${service}.${name}`, method);
  return table;
}

function wireError(error: unknown): WireError {
  if (error instanceof Failure) return { message: error.message, code: error.code, remedy: error.remedy };
  return { message: saying(error) };
}
