import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { inspectorVersion, listInspectorTargets } from '../../../electron/drivers/v8/inspector-address.js';

async function serving(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port };
}

test('what redirects is not followed', async () => {
  const asked: string[] = [];
  const other = await serving((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify({ Browser: 'node.js/v24.0.0' }));
  });
  const elsewhere = `127.0.0.1:${other.port}`;
  const answer = JSON.stringify({ Browser: 'node.js/v24.0.0', webSocketDebuggerUrl: `ws://${elsewhere}/id` });
  const at = await serving((request, response) => {
    response.writeHead(302, { location: `http://${elsewhere}${request.url}` }).end(answer);
  });
  expect(await inspectorVersion(at)).toBeUndefined();
  expect(await listInspectorTargets(at)).toBeUndefined();
  expect(asked).toEqual([]);
});

test('an answer that names another place is asked where it was found', async () => {
  const at = await serving((_, response) => {
    response.end(
      JSON.stringify([{ id: 'x', type: 'node', webSocketDebuggerUrl: 'ws://example.invalid:1/x-1' }]),
    );
  });
  expect(await listInspectorTargets(at)).toMatchObject([{ webSocketUrl: `ws://127.0.0.1:${at.port}/x-1` }]);
});
