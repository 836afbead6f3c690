import type { Command } from 'commander';
import { port } from '../argument-values.js';
import { demo } from '../commands/demo.js';
import { open } from '../commands/open.js';
import { serve } from '../commands/serve.js';
import { jsonFlag } from './json-flag.js';
import type { Perform } from './perform.js';

/** What opens the window: open, serve, demo. */
export function windowCommands(program: Command, perform: Perform): void {
  program
    .command('open', { isDefault: true })
    .description('the app: a window, or the same UI at a loopback address')
    .argument('[file...]', 'sessions, heap snapshots')
    .action((files: string[]) =>
      perform(false, (context) => open(context, { files, browser: { port: 0, open: true } })),
    );
  program
    .command('serve')
    .description('the same UI for a browser, on loopback')
    .argument('[file...]', 'sessions, heap snapshots')
    .option('--port <n>', 'port; 0 picks a free one', port, 0)
    .option('--no-open', 'only print the address')
    .addOption(jsonFlag())
    .action((files: string[], flags) =>
      perform(flags.json, (context) => serve(context, files, { port: flags.port, open: flags.open })),
    );
  program
    .command('demo')
    .description('starts two small leaking programs, attaches to both and records')
    .option('--port <n>', 'port; 0 picks a free one', port, 0)
    .option('--no-open', 'only print the address')
    .action((flags) => perform(false, (context) => demo(context, { port: flags.port, open: flags.open })));
}
