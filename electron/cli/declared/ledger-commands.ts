import { type Command, Option } from 'commander';
import { count, wholeNumber } from '../argument-values.js';
import { descriptors } from '../commands/descriptors.js';
import { ledger } from '../commands/ledger.js';
import { regions } from '../commands/regions.js';
import { threads } from '../commands/threads.js';
import { jsonFlag } from './json-flag.js';
import type { Perform } from './perform.js';

/** Where the RSS is, and what makes it: ledger, regions, threads, descriptors. */
export function ledgerCommands(program: Command, perform: Perform): void {
  program
    .command('ledger')
    .description('where the RSS of a recorded process is, at a time or between two')
    .argument('<file>')
    .option('--target <id>', 'a target of the session', count)
    .option('--tree', 'all processes together, by PSS')
    .addOption(new Option('--at <ms>', 'at this time').argParser(wholeNumber).conflicts(['from', 'to']))
    .addOption(new Option('--from <ms>', 'growth since').argParser(wholeNumber))
    .addOption(new Option('--to <ms>', 'until').argParser(wholeNumber))
    .addOption(jsonFlag())
    .action((file: string, { target, tree, at, from, to, json: asJson }) =>
      perform(asJson, (context) => ledger(context, file, { target, tree, at, from, to })),
    );
  inventoryFlags(
    program
      .command('regions')
      .description('the memory mappings of a recorded process, at a time or between two'),
    ['kind', 'name', 'mapping'],
    'name',
  ).action((file: string, { json: asJson, ...flags }) =>
    perform(asJson, (context) => regions(context, file, flags)),
  );
  inventoryFlags(
    program.command('threads').description('the threads of a recorded process, at a time or between two'),
    ['thread', 'pattern', 'start'],
    'pattern',
  ).action((file: string, { json: asJson, ...flags }) =>
    perform(asJson, (context) => threads(context, file, flags)),
  );
  inventoryFlags(
    program.command('descriptors').description('what a recorded process has open, at a time or between two'),
    ['kind', 'name', 'descriptor'],
    'kind',
  ).action((file: string, { json: asJson, ...flags }) =>
    perform(asJson, (context) => descriptors(context, file, flags)),
  );
}

function inventoryFlags(command: Command, rows: readonly string[], usual: string): Command {
  return command
    .argument('<file>')
    .option('--target <id>', 'a target of the session', count)
    .addOption(new Option('--at <ms>', 'at this time').argParser(wholeNumber).conflicts(['from', 'to']))
    .addOption(new Option('--from <ms>', 'growth since').argParser(wholeNumber))
    .addOption(new Option('--to <ms>', 'until').argParser(wholeNumber))
    .addOption(new Option('--by <what>', 'rows').choices(rows).default(usual))
    .option('--top <n>', 'how many rows', count)
    .addOption(jsonFlag());
}
