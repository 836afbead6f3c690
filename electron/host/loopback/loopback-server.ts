import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Failure, saying } from '../../../shared/base/failure.js';
import { socketChannel } from '../../api/socket-channel.js';
import type { Host } from '../host.js';
import { createGate, type Gate, meantForUs } from './gate.js';
import { sendPageFile } from './page-files.js';
import { takeFile } from './take-file.js';

export interface LoopbackServer {
  readonly port: number;
  /** An address to open in a browser; it works once. */
  address(): string;
  close(): Promise<void>;
}

/** The largest message that a window sends: a query with a long class name. */
const MAX_MESSAGE = 16e6;

/**
 * Serves the window's page, the API by WebSocket and bulk columns by fetch, on 127.0.0.1 alone. `onSpent` is
 * called with a new address when a browser without our cookie comes by one that was used.
 */
export async function startLoopbackServer(
  host: Host,
  pageFolder: string,
  port: number,
  onSpent: (address: string) => void = () => undefined,
): Promise<LoopbackServer> {
  const gate = createGate();
  const server = createServer((request, response) => {
    answer(host, gate, pageFolder, () => onSpent(address()), request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400);
      response.end(saying(error));
    });
  });
  await listen(server, port);
  const actual = (server.address() as AddressInfo).port;
  const address = () => `http://127.0.0.1:${actual}${gate.entrance()}`;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE });
  server.on('upgrade', (request, socket, head) => {
    if (!meantForUs(request, actual) || !gate.admitted(request) || request.url !== `${gate.folder}api`) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => void host.join(socketChannel(webSocket)));
  });
  return {
    port: actual,
    address,
    close: () => closed(server, sockets),
  };
}

async function answer(
  host: Host,
  gate: Gate,
  pageFolder: string,
  printNew: () => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { port } = request.socket.address() as AddressInfo;
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const isPost = request.method === 'POST';
  // A browser names the page that posts; what has no page has no file to hand over.
  if (!meantForUs(request, port) || !(isPost ? request.headers.origin : request.method === 'GET')) {
    response.writeHead(403).end('Refused.');
    return;
  }
  const token = url.searchParams.get('token');
  if (url.pathname === gate.folder && token !== null) {
    const cookie = gate.admit(token);
    // A page that was admitted before and is opened again by the same address has its cookie.
    if (cookie) response.setHeader('set-cookie', cookie);
    if (cookie || gate.admitted(request)) response.writeHead(303, { location: gate.folder }).end();
    else if (gate.spent(token)) {
      printNew();
      response.writeHead(403).end('This address was used already. The terminal now shows a new one.');
    } else response.writeHead(403).end('Open the address that Leakscope printed in the terminal.');
    return;
  }
  if (!url.pathname.startsWith(gate.folder) || !gate.admitted(request)) {
    response.writeHead(403).end('Open the address that Leakscope printed in the terminal.');
    return;
  }
  const path = url.pathname.slice(gate.folder.length);
  if (isPost) {
    if (path !== 'bulk/file') response.writeHead(403).end('Refused.');
    else response.end(await takeFile(request, url.searchParams.get('name') ?? ''));
    return;
  }
  if (path === 'bulk/series' || path === 'bulk/calls') {
    const bytes = await (path === 'bulk/series'
      ? host.bulkSeries(url.searchParams)
      : host.bulkCalls(url.searchParams));
    response
      .writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': bytes.length,
        'cache-control': 'no-store',
      })
      .end(bytes);
    return;
  }
  sendPageFile(response, pageFolder, decodeURIComponent(path));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new Failure(
          'port-taken',
          taken ? `Port ${port} is in use.` : `Cannot listen on port ${port}: ${error.message}.`,
          'Take another with --port, or --port 0 for a free one.',
        ),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function closed(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
