import { createContext, useContext } from 'react';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { AllocationQuery, SeriesColumns, SeriesQuery } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import { fetchCallTree } from './bulk-calls.js';
import { fetchSeries } from './bulk-series.js';
import { handOver } from './hand-over.js';
import { createLink, type Link } from './link.js';
import { openPortChannel } from './port-channel.js';
import { type Shell, shell } from './shell.js';
import { openSocketChannel } from './socket-channel.js';

/** All that a view can ask. */
export interface Engine {
  readonly services: LeakscopeApi;
  readonly link: Link;
  readonly shell?: Shell;
  onEvent(topic: string, listener: (value: unknown) => void): () => void;
  /** The path of a file that was dropped on the page. */
  pathOf(file: File): Promise<string>;
  series(session: SessionId, query: SeriesQuery, signal?: AbortSignal): Promise<readonly SeriesColumns[]>;
  calls(session: SessionId, query: AllocationQuery, signal?: AbortSignal): Promise<CallTree>;
}

/** The engine behind this page: by port in the desktop window, by socket in a browser. */
export function createEngine(): Engine {
  const here = shell();
  const link = createLink(
    here ? () => openPortChannel(() => here.connect()) : () => openSocketChannel(socketAddress()),
  );
  return {
    ...{ services: link.services, link, shell: here, onEvent: link.onEvent },
    ...{ series: fetchSeries, calls: fetchCallTree },
    pathOf: async (file) => here?.pathOf?.(file) || handOver(file),
  };
}

function socketAddress(): string {
  const address = new URL('api', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = '';
  return address.href;
}

const Context = createContext<Engine | undefined>(undefined);

export const EngineProvider = Context.Provider;

export function useEngine(): Engine {
  const engine = useContext(Context);
  if (!engine) throw new Error('no EngineProvider above');
  return engine;
}
