import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Attachment } from '../driver.js';
import { listAddress } from './address-listing.js';
import { browserOver } from './browser-attachment.js';
import { attachBunAt } from './bun-attachment.js';
import { evaluate } from './devtools-link.js';
import { throughWire } from './inside.js';
import { letExit } from './let-exit.js';
import { NodeAttachment } from './node-attachment.js';
import { PageAttachment } from './page-attachment.js';
import { IDENTIFY, type Identity } from './target-programs.js';
import { connectWire } from './wire.js';

/** Enters what answers at `process.address`. Its inspector was open before, and stays. */
export async function attachAddress(process: ProcessInfo, signal: AbortSignal): Promise<Attachment> {
  const { address, flavour, browserUrl, targets, version } = await listAddress(process.address ?? '');
  // A page's own address was typed: then that page alone.
  const typed = address.webSocketUrl;
  if (browserUrl && (typed === undefined || typed === browserUrl))
    return browserOver(process, version ?? '', await connectWire(browserUrl, signal));
  const url = typed ?? targets.find((one) => one.type === 'node' || one.type === 'deno')?.webSocketUrl;
  if (!url)
    throw new Failure(
      'nothing-there',
      `The inspector at ${address.text} has nothing to debug.`,
      'Open a page in it, or check the address.',
    );
  if (flavour === 'bun') return attachBunAt(process, url, signal);
  const wire = await connectWire(url, signal);
  try {
    const identity = await evaluate<Identity>(wire, IDENTIFY, { signal }).catch(() => undefined);
    if (!identity) return new PageAttachment(process, process.name, version ?? '', wire, 'page');
    await letExit(wire);
    return new NodeAttachment(process, { identity, inside: throughWire(wire, false), directory: undefined });
  } catch (error) {
    await wire.close();
    throw error;
  }
}
