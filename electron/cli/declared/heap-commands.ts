import { type Command, Option } from 'commander';
import { count, wholeNumber } from '../argument-values.js';
import { diff } from '../commands/diff.js';
import { dominators } from '../commands/dominators.js';
import { heap } from '../commands/heap.js';
import { info } from '../commands/info.js';
import { objects } from '../commands/objects.js';
import { paths } from '../commands/paths.js';
import { strings } from '../commands/strings.js';
import { jsonFlag } from './json-flag.js';
import type { Perform } from './perform.js';

/** What reads a session and its snapshots: info, heap, objects, strings, dominators, diff, paths. */
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
    .addOption(matchFlag('classes'))
    .option('--class <name>', 'one class, by its whole name')
    .addOption(bytesFlag('--min-size <bytes>', 'classes that retain so much'))
    .addOption(distanceFlag())
    .addOption(jsonFlag())
    .action((file: string, flags) => perform(flags.json, (context) => heap(context, file, flags)));
  program
    .command('objects')
    .description('objects of a snapshot, by class, text, size and distance')
    .argument('<file[#snapshot]>')
    .option('--class <name>', 'objects of a class')
    .addOption(matchFlag('objects'))
    .addOption(bytesFlag('--min-self <bytes>', 'objects of so much themselves'))
    .addOption(bytesFlag('--min-retained <bytes>', 'objects that retain so much'))
    .addOption(distanceFlag())
    .option('--detached', 'objects that the page let go of')
    .option('--since <file[#snapshot]>', 'objects that are new since this one')
    .addOption(
      new Option('--age <which>', 'with --since: other objects than the new ones').choices([
        'new',
        'survived',
        'deleted',
      ]),
    )
    .option('--still-in <file[#snapshot]>', 'with --since: of the new ones those that this one still has')
    .addOption(
      new Option('--sort <what>', 'order, largest first, of distances and ids the lowest')
        .choices(['retainedSize', 'selfSize', 'distance', 'id'])
        .default('retainedSize'),
    )
    .option('--top <n>', 'how many objects', count, 40)
    .addOption(jsonFlag())
    .action((file: string, flags, command: Command) => {
      if (flags.since === undefined && (flags.age ?? flags.stillIn) !== undefined)
        command.error("error: '--age' and '--still-in' need '--since <file[#snapshot]>'");
      return perform(flags.json, (context) => objects(context, file, flags));
    });
  program
    .command('strings')
    .description('texts that stand in a snapshot more than once')
    .argument('<file[#snapshot]>')
    .addOption(matchFlag('texts'))
    .addOption(bytesFlag('--min-size <bytes>', 'texts whose copies take so much'))
    .option('--min-count <n>', 'texts with so many copies', count)
    .addOption(
      new Option('--sort <what>', 'order, largest first')
        .choices(['saving', 'size', 'count'])
        .default('saving'),
    )
    .option('--top <n>', 'how many texts', count, 40)
    .addOption(jsonFlag())
    .action((file: string, flags) => perform(flags.json, (context) => strings(context, file, flags)));
  program
    .command('dominators')
    .description('what only one object keeps alive: a level of the dominator tree, or what matches in it')
    .argument('<file[#snapshot]>')
    .option('--node <id>', 'what this object keeps alive, by its id', wholeNumber)
    .option('--class <name>', 'the topmost objects of a class')
    .addOption(matchFlag('the topmost objects'))
    .addOption(bytesFlag('--min-self <bytes>', 'rows of so much themselves'))
    .addOption(bytesFlag('--min-retained <bytes>', 'rows that retain so much'))
    .addOption(distanceFlag())
    .addOption(new Option('--by <what>', 'rows').choices(['object', 'class']).default('object'))
    .option('--top <n>', 'how many rows', count, 40)
    .addOption(jsonFlag())
    .action((file: string, flags) => perform(flags.json, (context) => dominators(context, file, flags)));
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
    .addOption(matchFlag('rows'))
    .option('--class <name>', 'one class, by its whole name; by anything else only its objects count')
    .addOption(bytesFlag('--min-size <bytes>', 'rows of which so much came or went'))
    .addOption(distanceFlag())
    .addOption(jsonFlag())
    .action((base: string, compared: string, third: string | undefined, flags) =>
      perform(flags.json, (context) => diff(context, [base, compared, third], flags)),
    );
  program
    .command('paths')
    .description('what keeps objects alive: retaining paths from the roots')
    .argument('<file[#snapshot]>')
    .addOption(new Option('--class <name>', 'all objects of a class, merged').conflicts('node'))
    .addOption(new Option('--node <id>', 'one object, by its id').argParser(wholeNumber))
    .option('--limit <n>', 'how many paths', count, 10)
    .option('--freed', 'of each step what would be freed if it were cut')
    .addOption(jsonFlag())
    .action((file: string, flags, command: Command) => {
      if (flags.class === undefined && flags.node === undefined)
        command.error("error: one of '--class <name>' and '--node <id>' is needed");
      return perform(flags.json, (context) => paths(context, file, flags));
    });
}

const matchFlag = (rows: string): Option =>
  new Option('--match <text>', `${rows} with this text, or /regular expression/`);
const bytesFlag = (name: string, about: string): Option => new Option(name, about).argParser(wholeNumber);
const distanceFlag = (): Option =>
  new Option('--max-distance <steps>', 'at most so far from the roots').argParser(wholeNumber);
