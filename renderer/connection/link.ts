import { createStore, type StoreApi } from 'zustand/vanilla';
import { type LeakscopeApi, TOPICS } from '../../shared/api/leakscope-api.js';
import type { Channel } from '../../shared/protocol/channel.js';
import { type Connection, connect, DisconnectedError } from '../../shared/protocol/client.js';

export type LinkState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' /** 1 for the first, more after a loss. */; readonly times: number }
  | { readonly phase: 'lost'; readonly since: number };

/** The engine, however often the way to it is lost: services and listeners stay valid. */
export interface Link {
  readonly services: LeakscopeApi;
  readonly state: StoreApi<LinkState>;
  onEvent(topic: string, listener: (value: unknown) => void): () => void;
  close(): void;
}

const SERVICES = [
  'processes',
  'recording',
  'sessions',
  'snapshots',
  'inventory',
  'findings',
  'sources',
  'system',
] as const;
/** Pushed beside the topics of shared/api: files that the shell or the command line want shown. */
const ALL_TOPICS = [...TOPICS, 'show'];
const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;

export function createLink(open: () => Promise<Channel>): Link {
  const state = createStore<LinkState>(() => ({ phase: 'connecting' }));
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  let connection: Connection<never> | undefined;
  let channel: Channel | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;
  let times = 0;
  let ended = false;

  const lost = (): void => {
    connection = undefined;
    channel = undefined;
    if (ended) return;
    const before = state.getState();
    state.setState(before.phase === 'lost' ? before : { phase: 'lost', since: Date.now() }, true);
    timer = setTimeout(join, wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };
  const join = (): void => {
    open().then((made) => {
      if (ended) return made.close();
      channel = made;
      connection = connect<never>(made);
      made.onClose(lost);
      for (const topic of ALL_TOPICS)
        connection.onEvent(topic, (value) => {
          for (const listener of listeners.get(topic) ?? []) listener(value);
        });
      wait = FIRST_WAIT;
      state.setState({ phase: 'connected', times: ++times }, true);
    }, lost);
  };
  join();

  const service = (name: string): object =>
    new Proxy(
      {},
      {
        get: (_, method) =>
          typeof method !== 'string' || method === 'then'
            ? undefined
            : (...args: unknown[]) => {
                if (!connection) return Promise.reject(new DisconnectedError());
                const services = connection.services as Record<string, Record<string, Method>>;
                return services[name]?.[method]?.(...args);
              },
      },
    );

  return {
    services: Object.fromEntries(SERVICES.map((name) => [name, service(name)])) as never,
    state,
    onEvent(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => void set.delete(listener);
    },
    close() {
      ended = true;
      clearTimeout(timer);
      channel?.close();
    },
  };
}

type Method = (...args: unknown[]) => Promise<unknown>;
