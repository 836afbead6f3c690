import { expect, test } from 'vitest';
import { typedAddress } from '../../../electron/drivers/v8/typed-address.js';

test.each([
  ['127.0.0.1:9229', { host: '127.0.0.1', port: 9229 }, undefined],
  [' [::1]:9229 ', { host: '::1', port: 9229 }, undefined],
  ['http://127.0.0.1:9222/json/list', { host: '127.0.0.1', port: 9222 }, undefined],
  ['ws://127.0.0.1:9229/0a-b', { host: '127.0.0.1', port: 9229 }, 'ws://127.0.0.1:9229/0a-b'],
  ['ws://[::1]:9229/0a', { host: '::1', port: 9229 }, 'ws://[::1]:9229/0a'],
  ['wss://127.0.0.1/x', { host: '127.0.0.1', port: 443 }, 'wss://127.0.0.1/x'],
  ['ws://127.0.0.1:9229', { host: '127.0.0.1', port: 9229 }, undefined],
])('%s is an address', async (typed, at, webSocketUrl) => {
  const address = await typedAddress(typed);
  expect(address).toMatchObject({ text: typed.trim(), at });
  expect(address.webSocketUrl).toBe(webSocketUrl);
});

test('a name becomes its number, for an inspector refuses names', async () => {
  const { at, webSocketUrl } = await typedAddress('ws://localhost:9229/id');
  expect(['127.0.0.1', '::1']).toContain(at.host);
  expect(webSocketUrl).not.toContain('localhost');
});

test.each([
  '',
  'nonsense',
  'my host',
  'file:///etc/passwd',
  'ftp://127.0.0.1:21',
  'http://u:p@127.0.0.1:1',
  '9229',
  `a:${'1'.repeat(2000)}`,
])('%j is none', async (typed) => {
  await expect(typedAddress(typed)).rejects.toMatchObject({
    code: 'not-an-address',
    remedy: expect.stringContaining('host:port'),
  });
});
