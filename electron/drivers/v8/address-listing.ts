import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { AddressBook } from '../registry.js';
import {
  type InspectorTarget,
  type InspectorVersion,
  inspectorVersion,
  listInspectorTargets,
} from './inspector-address.js';
import { type TypedAddress, typedAddress } from './typed-address.js';

/** What answers behind a typed address. */
export interface AddressListing {
  readonly address: TypedAddress;
  readonly flavour: 'node' | 'deno' | 'chrome' | 'bun';
  readonly version?: string;
  /** The browser's own debugger, where it is a browser. */
  readonly browserUrl?: string;
  /** What can be debugged there: one for Node, a page, worker or frame each for a browser. */
  readonly targets: readonly InspectorTarget[];
}

/** Another machine may be far away. */
const ANSWER_LIMIT = 5000;

/** Throws a Failure where nothing answers that is an inspector. */
export async function listAddress(typed: string): Promise<AddressListing> {
  const address = await typedAddress(typed);
  const [version, targets] = await Promise.all([
    inspectorVersion(address.at, ANSWER_LIMIT),
    listInspectorTargets(address.at, ANSWER_LIMIT),
  ]);
  if (version?.browser === 'Bun') return behindBun(address, version);
  if (!version || !targets) {
    // A proxy may pass the debugger's connection on and nothing else.
    if (address.webSocketUrl) return ofItsPath(address);
    throw new Failure(
      'no-inspector-there',
      `No inspector answers at ${address.text}.`,
      'Start the program with --inspect=127.0.0.1:9229 (a browser: --remote-debugging-port=9222), and the tunnel to it: ' +
        'ssh -L 9229:127.0.0.1:9229 HOST.',
    );
  }
  const [name = '', number] = version.browser.split('/');
  const known = { address, targets, ...(number && { version: number.replace(/^v/, '') }) };
  if (/^node/i.test(name)) return { ...known, flavour: 'node' };
  if (/^deno/i.test(name)) return { ...known, flavour: 'deno' };
  return { ...known, flavour: 'chrome', ...(version.webSocketUrl && { browserUrl: version.webSocketUrl }) };
}

/** It lists nothing: only who knows the whole address gets in. */
function behindBun(address: TypedAddress, { userAgent }: InspectorVersion): AddressListing {
  const { webSocketUrl, text } = address;
  if (webSocketUrl === undefined)
    throw new Failure(
      'address-unknown',
      `Bun answers at ${text}, and tells nobody the rest of its address.`,
      'Type the whole ws:// address that it printed, or start it with --inspect=HOST:PORT/leakscope.',
    );
  const number = /^Bun\/(\d[\w.-]*)$/.exec(userAgent)?.[1];
  const target = { id: '', type: 'bun', title: 'bun', url: webSocketUrl, webSocketUrl };
  return { address, flavour: 'bun', ...(number !== undefined && { version: number }), targets: [target] };
}

function ofItsPath(address: TypedAddress): AddressListing {
  const browser = address.webSocketUrl?.includes('/devtools/browser/');
  return browser
    ? { address, targets: [], flavour: 'chrome', browserUrl: address.webSocketUrl }
    : { address, targets: [], flavour: 'node' };
}

export const addressBook: AddressBook = {
  processAt,
  async behind(typed) {
    const { address, flavour, version, targets } = await listAddress(typed);
    const shown = targets.map(({ type, title, url }) => ({ type, title, url }));
    return {
      address: address.text,
      runtime: { kind: 'v8', flavour, ...(version && { version }) },
      targets: shown,
    };
  },
};

/** What a list of processes would say of it. It has no PID here, and nothing of it can be read from the system. */
async function processAt(typed: string): Promise<ProcessInfo> {
  const { address, flavour, version, targets } = await listAddress(typed);
  const title = flavour === 'chrome' ? 'browser' : targets[0]?.title || flavour;
  return {
    pid: 0,
    ppid: 0,
    name: `${title} at ${address.at.host}:${address.at.port}`,
    command: targets[0]?.url || address.text,
    user: '',
    runtime: { kind: 'v8', flavour, ...(version !== undefined && { version }) },
    rss: 0,
    attachable: true,
    reason: 'It is reached by an address: only what its runtime says can be read, nothing of the system.',
    startTime: 0,
    address: address.text,
  };
}
