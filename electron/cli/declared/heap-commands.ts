import { type Command, Option } from 'commander';
import { count, wholeNumber } from '../argument-values.js';
import { diff } from '../commands/diff.js';
import { heap } from '../commands/heap.js';
import { info } from '../commands/info.js';
import { paths } from '../commands/paths.js';
import { jsonFlag } from './json-flag.js';
import type { Perform } from './perform.js';

/** What reads a session and its snapshots: info, heap, diff, paths. */
export function heapCommands(program: Command, perform: Perform): void {
  program
    .command('info')
    .description('what a session holds')
    .argument('<file>')
    .addOption(jsonFlag())
    .action((file: string, flags) => perform(flags.json, (context) => info(context, file)));
  program
    .command('heap')
    .description('the classes of a snapshot')
    .argument('<file[#snapshot]>')
    .option('--top <n>', 'how many classes', count, 40)
    .addOption(jsonFlag())
    .action((file: string, flags) => perform(flags.json, (context) => heap(context, file, flags.top)));
  program
    .command('diff')
    .description('what is new and what is gone between two snapshots; with a third, what stayed')
    .argument('<base[#snapshot]>')
    .argument('<compared[#snapshot]>')
    .argument('[third[#snapshot]]')
    .addOption(
      new Option('--by <what>', 'rows')
        .choices(['class', 'site', 'object', 'path', 'module', 'package'])
        .default('class'),
    )
    .addOption(jsonFlag())
    .action((base: string, compared: string, third: string | undefined, flags) =>
      perform(flags.json, (context) => diff(context, [base, compared, third], flags.by)),
    );
  program
    .command('paths')
    .description('what keeps objects alive: retaining paths from the roots')
    .argument('<file[#snapshot]>')
    .addOption(new Option('--class <name>', 'all objects of a class, merged').conflicts('node'))
    .addOption(new Option('--node <id>', 'one object, by its id').argParser(wholeNumber))
    .option('--limit <n>', 'how many paths', count, 10)
    .addOption(jsonFlag())
    .action((file: string, flags, command: Command) => {
      if (flags.class === undefined && flags.node === undefined)
        command.error("error: one of '--class <name>' and '--node <id>' is needed");
      return perform(flags.json, (context) => paths(context, file, flags));
    });
}
