import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may in. The address printed at start carries a token that works once: the browser that comes with
 * it gets a cookie, and every later request needs that cookie. The page lives under a random folder and the
 * cookie is bound to it, because browsers share cookies between all ports of a host.
 */
export interface Gate {
  /** `/3f…/`: where everything is. */
  readonly folder: string;
  /** The path to open in a browser, valid once; each call after a use makes a new one. */
  entrance(): string;
  /** The Set-Cookie header for a request that brought the token, once. */
  admit(token: string): string | undefined;
  /** Whether the token let a browser in before: its owner has the address and needs a new one. */
  spent(token: string): boolean;
  /** Whether the request comes from an admitted browser's own page. */
  admitted(request: IncomingMessage): boolean;
}

export function createGate(): Gate {
  const folder = `/${randomBytes(8).toString('hex')}/`;
  const secret = randomBytes(32).toString('hex');
  let token: string | undefined;
  const used: string[] = [];
  return {
    folder,
    entrance() {
      token ??= randomBytes(16).toString('hex');
      return `${folder}?token=${token}`;
    },
    admit(given) {
      if (token === undefined || !same(given, token)) return undefined;
      used.push(token);
      token = undefined;
      return `leakscope=${secret}; Path=${folder}; HttpOnly; SameSite=Strict`;
    },
    spent: (given) => used.some((each) => same(given, each)),
    admitted: (request) => same(cookie(request), secret),
  };
}

/**
 * Whether the request was meant for us: its Host is ours (a foreign name that resolves to 127.0.0.1 is DNS
 * rebinding), and where a page sent it, the page is ours.
 */
export function meantForUs(request: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(request.headers.host ?? '')) return false;
  const { origin } = request.headers;
  return origin === undefined || hosts.some((host) => origin === `http://${host}`);
}

function cookie(request: IncomingMessage): string {
  const match = /(?:^|;\s*)leakscope=([0-9a-f]{64})(?:;|$)/.exec(request.headers.cookie ?? '');
  return match?.[1] ?? '';
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
