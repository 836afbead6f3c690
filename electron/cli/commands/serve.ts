import { resolve } from 'node:path';
import { startLoopbackServer } from '../../host/loopback/loopback-server.js';
import { pageFolder } from '../../host/places.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openBrowser } from '../open-browser.js';

export interface ServeFlags {
  readonly port: number;
  readonly open: boolean;
}

/** The same UI in a browser. The address is the first thing printed; Ctrl-C ends it, recordings are completed. */
export async function serve(
  { api, host, screen, signal }: CommandContext,
  files: readonly string[],
  flags: ServeFlags,
): Promise<ExitStatus> {
  const server = await startLoopbackServer(host, pageFolder(), flags.port);
  const address = server.address();
  screen.answer({ address }, () => address);
  for (const file of files) await api.sessions.open(resolve(file));
  if (flags.open) screen.say(await openBrowser(address));
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
  await server.close();
  return 0;
}
