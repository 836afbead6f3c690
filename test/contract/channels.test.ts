import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { portChannel } from '../../electron/api/port-channel.js';
import { socketChannel } from '../../electron/api/socket-channel.js';
import { CallEnd } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import type { Channel } from '../../shared/protocol/channel.js';
import { connect, DisconnectedError } from '../../shared/protocol/client.js';
import { serve } from '../../shared/protocol/server.js';
import { channelPair } from '../helpers/channel-pair.js';

/** Every transport must carry the same conversation. */

interface Ends {
  readonly near: Channel;
  readonly far: Channel;
}

interface Api {
  readonly echo: {
    say(text: string, count?: number): Promise<string>;
    fail(): Promise<never>;
    wait(call?: CallEnd): Promise<string>;
  };
}

const open: (() => void)[] = [];
afterEach(() => {
  for (const end of open.splice(0)) end();
});

const transports: Readonly<Record<string, () => Promise<Ends>>> = {
  'in memory': async () => channelPair(),
  'a message port': async () => {
    const { port1, port2 } = new MessageChannel();
    open.push(() => port1.close());
    return { near: portOf(port1), far: portOf(port2) };
  },
  'a WebSocket': async () => {
    const server = createServer();
    const sockets = new WebSocketServer({ server });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const arrived = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve));
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await new Promise((resolve) => socket.once('open', resolve));
    open.push(() => {
      socket.terminate();
      sockets.close();
      server.close();
    });
    return { near: socketChannel(socket), far: socketChannel(await arrived) };
  },
};

/** Node's port says its message as the first argument; Electron's as `event.data`. */
function portOf(port: InstanceType<typeof MessageChannel>['port1']): Channel {
  return portChannel({
    on: (event: string, listener: (event: { data: unknown }) => void) =>
      port.on(event as 'message', (data: unknown) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  });
}

function conversation(): { readonly api: Api; readonly cancelled: Promise<void> } {
  let tell = (): void => {};
  const cancelled = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const api: Api = {
    echo: {
      say: async (text, count = 1) => text.repeat(count),
      fail: async () => {
        throw new Failure('no-such-process', 'There is no process 7.', 'Choose another.');
      },
      wait: (call) =>
        new Promise((_, reject) => {
          call?.onProgress?.({ done: 0.5, phase: 'half' });
          call?.signal?.addEventListener('abort', () => {
            tell();
            reject(new Failure('cancelled', 'It was cancelled.'));
          });
        }),
    },
  };
  return { api, cancelled };
}

const CANCELLABLE = new Set(['echo.wait']);

describe.each(Object.entries(transports))('over %s', (_, join) => {
  it('carries values, optional arguments and text of any kind', async () => {
    const { near, far } = await join();
    serve(far, { ...conversation().api }, CANCELLABLE);
    const { services } = connect<Api>(near);
    expect(await services.echo.say('ab', 2)).toBe('abab');
    const hostile = '\u0000\u202e<script>"\\\n😀';
    expect(await services.echo.say(hostile)).toBe(hostile);
  });

  it('carries a failure whole, with its code and remedy', async () => {
    const { near, far } = await join();
    serve(far, conversation().api);
    const failure = await connect<Api>(near)
      .services.echo.fail()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code: 'no-such-process', remedy: 'Choose another.' });
  });

  it('tells how far a call is and cancels it', async () => {
    const { near, far } = await join();
    const { api, cancelled } = conversation();
    serve(far, api, CANCELLABLE);
    const controller = new AbortController();
    const half = Promise.withResolvers<void>();
    const call = new CallEnd(controller.signal, ({ done }) => done === 0.5 && half.resolve());
    const refused = expect(connect<Api>(near).services.echo.wait(call)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await half.promise;
    controller.abort();
    await cancelled;
    await refused;
  });

  it('carries events unasked', async () => {
    const { near, far } = await join();
    const { emit } = serve(far, conversation().api);
    const heard = new Promise((resolve) => connect<Api>(near).onEvent('samples', resolve));
    emit('samples', { time: [1, 2], value: [null, 3] });
    expect(await heard).toEqual({ time: [1, 2], value: [null, 3] });
  });

  it('refuses names that are no methods', async () => {
    const { near, far } = await join();
    serve(far, conversation().api);
    const { services } = connect<Record<string, Record<string, () => Promise<unknown>>>>(near);
    for (const [service, method] of [
      ['echo', 'constructor'],
      ['__proto__', 'toString'],
      ['echo', 'nothing'],
    ])
      await expect(services[service][method]()).rejects.toMatchObject({ code: 'no-such-method' });
  });

  it('fails the calls in flight when the far side goes', async () => {
    const { near, far } = await join();
    serve(far, conversation().api, CANCELLABLE);
    const { services } = connect<Api>(near);
    const pending = services.echo.wait(new CallEnd());
    far.close();
    await expect(pending).rejects.toBeInstanceOf(DisconnectedError);
    await expect(services.echo.say('late')).rejects.toBeInstanceOf(DisconnectedError);
  });
});
