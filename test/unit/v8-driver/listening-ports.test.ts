import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import {
  connectionsTo,
  listeningPorts,
  loopbackPortTaken,
  portHolder,
  readableAddress,
} from '../../../electron/drivers/v8/listening-ports.js';

test('addresses as the kernel prints them', () => {
  expect(readableAddress('0100007F')).toBe('127.0.0.1');
  expect(readableAddress('00000000')).toBe('0.0.0.0');
  expect(readableAddress('00000000000000000000000000000000')).toBe('::');
  expect(readableAddress('00000000000000000000000001000000')).toBe('::1');
  expect(readableAddress('0000000000000000FFFF00000100007F')).toBe('127.0.0.1');
});

const server = createServer();
afterEach(() => void server.close());

test('finds the ports of this very process, and who holds one', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };

  expect(await listeningPorts(process.pid)).toContainEqual({ host: '127.0.0.1', port });
  expect(await listeningPorts(process.ppid)).not.toContainEqual({ host: '127.0.0.1', port });
  expect(await loopbackPortTaken(process.pid, port)).toBe(true);
  expect(await portHolder(port)).toBe(process.pid);
  expect(await connectionsTo(process.pid, port)).toBe(0);
});
