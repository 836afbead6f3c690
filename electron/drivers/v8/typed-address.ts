import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Failure } from '../../../shared/base/failure.js';
import type { Listener } from './listening-ports.js';

/** Where a person says that an inspector is: the end of a tunnel, a container, another machine. */
export interface TypedAddress {
  /** As it was typed, without a password. */
  readonly text: string;
  readonly at: Listener;
  /** The debugger's own address, where one was typed whole. */
  readonly webSocketUrl?: string;
}

/**
 * `host:port`, `[::1]:9229`, `http://host:port`, `ws://host:port/path` or `wss://…`. A name becomes its number, for
 * inspectors refuse to be called by names that are not `localhost`. Throws a Failure for what is none of these.
 */
export async function typedAddress(typed: string): Promise<TypedAddress> {
  const given = typed.trim();
  const url = parsed(given);
  if (!url) throw notAnAddress(given);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'wss:' ? 443 : 80));
  const number = isIP(host) ? host : await numberOf(host, given);
  const path = url.pathname.length > 1 ? url.pathname : undefined;
  const at = { host: number, port };
  // A certificate names the host, so that one stays as it was typed.
  const authority =
    url.protocol === 'wss:' ? url.host : `${number.includes(':') ? `[${number}]` : number}:${port}`;
  return {
    text: given,
    at,
    ...(/^wss?:$/.test(url.protocol) && path && { webSocketUrl: `${url.protocol}//${authority}${path}` }),
  };
}

const LONGEST = 1000;

function parsed(given: string): URL | undefined {
  if (given === '' || given.length > LONGEST) return undefined;
  const whole = /^[a-z]+:\/\//i.test(given) ? given : `http://${given}`;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  const known = ['http:', 'ws:', 'wss:'].includes(url.protocol);
  // Without a port the words of a sentence would be hosts.
  const said = url.port !== '' || /:\d+(\/|$)/.test(given) || url.protocol === 'wss:';
  return known && said && url.hostname !== '' && url.username === '' ? url : undefined;
}

async function numberOf(host: string, given: string): Promise<string> {
  try {
    return (await lookup(host, { verbatim: false })).address;
  } catch {
    throw new Failure('no-such-host', `The host of ${given} has no address here.`, 'Check its name.');
  }
}

const notAnAddress = (given: string): Failure =>
  new Failure(
    'not-an-address',
    `${given.slice(0, 100) || 'Nothing'} is not the address of an inspector.`,
    'Type host:port, as in 127.0.0.1:9229, or the ws:// address that the program printed.',
  );
