import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** Nothing from elsewhere, no inline script, nothing that frames us. The same behind app:// (electron/app). */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Alone in its process with its workers, so that they may share memory: columns of a million calls are there once. */
export const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
} as const;

/** The file of the built page that a path names, or undefined for anything outside the page's folder. */
export function pageFile(
  folder: string,
  path: string,
): { readonly file: string; readonly type: string } | undefined {
  const file = normalize(join(folder, path === '' ? 'index.html' : path));
  const type = TYPES[extname(file)];
  if (!type || !file.startsWith(folder + sep) || path.includes('\0')) return undefined;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? { file, type } : undefined;
}

export function sendPageFile(response: ServerResponse, folder: string, path: string): void {
  const found = pageFile(folder, path);
  if (!found) {
    response.writeHead(404).end('There is no such file.');
    return;
  }
  response.writeHead(200, {
    'content-type': found.type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...ISOLATED,
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  createReadStream(found.file).pipe(response);
}
