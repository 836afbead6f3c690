import { readFile } from 'node:fs/promises';
import type { Host } from '../host/host.js';
import { CONTENT_SECURITY_POLICY, ISOLATED, pageFile } from '../host/loopback/page-files.js';
import { pageFolder } from '../host/places.js';
import type { ElectronParts } from './electron-parts.js';
import { PAGE_ORIGIN, PAGE_SCHEME } from './page-origin.js';

/** Before `ready`: the scheme is a real origin, secure, and can be fetched from. */
export function declarePageScheme({ protocol }: Pick<ElectronParts, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: PAGE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
}

/** The built page and bulk columns; nothing else of the file system can be reached. */
export function servePage({ protocol }: Pick<ElectronParts, 'protocol'>, host: Host): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.origin !== PAGE_ORIGIN && `${url.protocol}//${url.host}` !== PAGE_ORIGIN) return refused(403);
    const path = decodeURIComponent(url.pathname.slice(1));
    if (path === 'bulk/series' || path === 'bulk/calls') {
      const bytes = await (path === 'bulk/series'
        ? host.bulkSeries(url.searchParams)
        : host.bulkCalls(url.searchParams));
      return new Response(bytes as Uint8Array<ArrayBuffer>, {
        headers: { ...headers('application/octet-stream'), 'content-length': String(bytes.length) },
      });
    }
    const found = pageFile(pageFolder(), path);
    if (!found) return refused(404);
    return new Response(await readFile(found.file), { headers: headers(found.type) });
  });
}

function refused(status: number): Response {
  return new Response('Refused.', { status, headers: headers('text/plain') });
}

function headers(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    ...ISOLATED,
    'x-content-type-options': 'nosniff',
  };
}
