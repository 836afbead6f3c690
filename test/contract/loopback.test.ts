import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { socketChannel } from '../../electron/api/socket-channel.js';
import { createHost } from '../../electron/host/create-host.js';
import type { Host } from '../../electron/host/host.js';
import { type LoopbackServer, startLoopbackServer } from '../../electron/host/loopback/loopback-server.js';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import { decodeCallTree } from '../../shared/format/call-tree-columns.js';
import { connect } from '../../shared/protocol/client.js';

/** Who gets in through the loopback server, and who does not. */

let host: Host;
let server: LoopbackServer;
let page: string;
let cookie: string;
let folder: string;
const fresh: string[] = [];

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly bytes: Uint8Array;
}

/** Not fetch: it does not let Host and Origin be forged. */
function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
          bytes: new Uint8Array(Buffer.concat(chunks)),
        }),
      );
    });
    call.on('error', reject);
    call.end();
  });
}

function socket(headers: Record<string, string>, path = `${folder}api`): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const made = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    made.once('open', () => resolve(made));
    made.once('error', reject);
  });
}

beforeAll(async () => {
  page = mkdtempSync(join(tmpdir(), 'leakscope-page-'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
  host = createHost({ shell: 'browser' });
  server = await startLoopbackServer(host, page, 0, (address) => fresh.push(address));
  const address = new URL(server.address());
  folder = address.pathname;
  const entered = await get(`${address.pathname}${address.search}`);
  cookie = String(entered.headers['set-cookie']).split(';')[0];
});

afterAll(async () => {
  await server.close();
  await host.dispose();
  rmSync(page, { recursive: true });
});

describe('the loopback server', () => {
  it('listens on 127.0.0.1 and lets a token in once', async () => {
    const address = new URL(server.address());
    expect(address.hostname).toBe('127.0.0.1');
    const path = `${address.pathname}${address.search}`;
    const first = await get(path);
    expect(first.status).toBe(303);
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict$/);
    expect(fresh).toEqual([]);
    const again = await get(path);
    expect(again.status).toBe(403);
    expect(again.body).toContain('The terminal now shows a new one.');
    expect(fresh).toHaveLength(1);
    const printed = new URL(fresh[0]);
    expect((await get(`${printed.pathname}${printed.search}`)).status).toBe(303);
  });

  it('prints nothing for who only guesses', async () => {
    const before = fresh.length;
    expect((await get(`${folder}?token=${'0'.repeat(32)}`)).status).toBe(403);
    expect(fresh).toHaveLength(before);
  });

  it('serves the page with its policy to the admitted alone', async () => {
    expect((await get(folder)).status).toBe(403);
    const answer = await get(folder, { cookie });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<title>page</title>');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    // Its workers may look into its memory.
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(answer.headers['cross-origin-embedder-policy']).toBe('require-corp');
  });

  it.each(['../package.json', '%2e%2e/%2e%2e/etc/passwd', 'index.html%00.js', 'nothing.js'])(
    'keeps %s to itself',
    async (path) => {
      expect((await get(`${folder}${path}`, { cookie })).status).toBeGreaterThanOrEqual(400);
    },
  );

  it('refuses foreign hosts and origins, by page and by socket', async () => {
    expect((await get(folder, { cookie, host: 'evil.example' })).status).toBe(403);
    expect((await get(folder, { cookie, origin: 'http://evil.example' })).status).toBe(403);
    await expect(socket({ cookie, origin: 'http://evil.example' })).rejects.toThrow(/403/);
    await expect(socket({ cookie, host: 'evil.example' })).rejects.toThrow(/403/);
    await expect(socket({})).rejects.toThrow(/403/);
    await expect(socket({ cookie: 'leakscope=0' })).rejects.toThrow(/403/);
    await expect(socket({ cookie }, '/api')).rejects.toThrow(/403/);
  });

  it('answers the API to the admitted, and ends a connection that talks nonsense', async () => {
    const talking = await socket({ cookie });
    const { services } = connect<LeakscopeApi & Record<string, never>>(socketChannel(talking));
    const rows = await services.processes.list();
    expect(rows.some(({ pid }) => pid === process.pid)).toBe(true);
    const closed = new Promise((resolve) => talking.once('close', resolve));
    talking.send('{"kind":"call"}');
    expect(await closed).toBe(1008);
  });

  it('says what a snapshot would cost before an attach', async () => {
    const talking = await socket({ cookie });
    const { services } = connect<LeakscopeApi & Record<string, never>>(socketChannel(talking));
    const estimate = await services.processes.estimate(process.pid);
    expect(estimate).toMatchObject({
      safe: expect.any(Boolean),
      limitedBy: expect.stringMatching(/cgroup|machine/),
    });
    expect(estimate.extraMemory).toBeGreaterThan(0);
    talking.close();
  });

  it('gives the calls of a profile by fetch, to the admitted alone', async () => {
    const talking = await socket({ cookie });
    const { services } = connect<LeakscopeApi & Record<string, never>>(socketChannel(talking));
    const { id } = await services.sessions.open(
      fileURLToPath(new URL('../fixtures/allocations/memray.csv', import.meta.url)),
    );
    const [source] = await services.sessions.allocationSources(id);
    const path = `${folder}bulk/calls?session=${id}&source=${source.id}`;
    expect((await get(path)).status).toBe(403);
    const { status, bytes } = await get(path, { cookie });
    expect(status).toBe(200);
    const { self } = decodeCallTree(bytes);
    expect(self.reduce((all, one) => all + one, 0)).toBe(673_918);
    const refused = await get(`${folder}bulk/calls?session=${id}&source=none`, { cookie });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('no source of allocations none');
    expect((await get(`${folder}bulk/calls?session=${id}&target=-1`, { cookie })).status).toBe(400);
    talking.close();
  });

  it('says which argument is wrong', async () => {
    const talking = await socket({ cookie });
    const { services } = connect<LeakscopeApi & Record<string, never>>(socketChannel(talking));
    await expect(services.processes.doctor(-1)).rejects.toMatchObject({ code: 'bad-arguments' });
    await expect(services.sessions.open('')).rejects.toMatchObject({ code: 'bad-arguments' });
    await expect(services.sessions.open('/nowhere/at/all')).rejects.toMatchObject({ code: 'no-such-file' });
    talking.close();
  });
});
