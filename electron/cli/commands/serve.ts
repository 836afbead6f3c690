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
  { host, screen, signal }: CommandContext,
  files: readonly string[],
  flags: ServeFlags,
): Promise<ExitStatus> {
  const server = await startLoopbackServer(host, pageFolder(), flags.port, (fresh) =>
    screen.say(`A browser came by an address that was used. A new one, also for one use:\n${fresh}`),
  );
  const address = server.address();
  screen.answer({ address }, () => address);
  // A page that is there already shows what took its time to open.
  await host.show(files.map((file) => resolve(file)));
  if (flags.open) screen.say(await openBrowser(address));
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
  await server.close();
  return 0;
}
