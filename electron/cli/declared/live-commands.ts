import { type Command, Option } from 'commander';
import { count, pid } from '../argument-values.js';
import { behind } from '../commands/behind.js';
import { doctor } from '../commands/doctor.js';
import { holders } from '../commands/holders.js';
import { ps } from '../commands/ps.js';
import { snapshot } from '../commands/snapshot.js';
import { typeCounts } from '../commands/type-counts.js';
import { duration } from '../durations.js';
import { jsonFlag } from './json-flag.js';
import type { Perform } from './perform.js';

/** What asks running programs and this machine: ps, snapshot, types, holders, doctor. */
export function liveCommands(program: Command, perform: Perform): void {
  program
    .command('ps')
    .description('the processes of this machine, and whether each can be attached to')
    .option('--address <host:port>', 'instead: what can be debugged behind an address')
    .addOption(jsonFlag())
    .action(({ json: asJson, address }) =>
      perform(asJson, (context) => (address === undefined ? ps(context) : behind(context, address))),
    );

  program
    .command('snapshot')
    .description('one heap snapshot of a running program, which DevTools opens as well')
    .addOption(new Option('--pid <pid>', 'the process').argParser(pid).conflicts('address'))
    .option('--address <host:port>', 'an inspector beyond a tunnel or in a container')
    .requiredOption('-o, --output <file>', 'where to: FILE.heapsnapshot')
    .option('--numeric-values', 'V8: numbers too, so that fields can be read')
    .option('--internals', "V8: the engine's own objects as they are")
    .option('--redact', "Python: texts that are not of the program's own code by their length alone")
    .option(
      '--in-process',
      'Python: in the program itself, in slices, where there is no room for a copy of it',
    )
    .addOption(jsonFlag())
    .action((flags, command: Command) => {
      const of: number | string | undefined = flags.pid ?? flags.address;
      if (of === undefined) return command.error("error: '--pid <pid>' or '--address <host:port>' is needed");
      return perform(flags.json, (context) => snapshot(context, of, flags.output, flags));
    });
  program
    .command('types')
    .description(
      'the live objects of a running program by type, without a snapshot; V8 collects garbage before it',
    )
    .addOption(new Option('--pid <pid>', 'the process').argParser(pid).makeOptionMandatory())
    .option('--again <time>', 'count again so much later, and show what grew: 10s', duration)
    .option('--top <n>', 'how many types', count, 40)
    .option('--outside', 'CPython: read in its memory, nothing enters it; roughly, as it goes on meanwhile')
    .addOption(jsonFlag())
    .action((flags) => perform(flags.json, (context) => typeCounts(context, flags.pid, flags)));
  program
    .command('holders')
    .description('who holds the objects of a class in a running program now; nothing is written')
    .addOption(new Option('--pid <pid>', 'the process').argParser(pid).makeOptionMandatory())
    .requiredOption('--class <name>', 'the class')
    .option('--limit <n>', 'how many objects are asked about, or paths shown', count, 3)
    .option(
      '--whole',
      'by a snapshot kept nowhere: sees closures, private fields and native code too; of Python the only way',
    )
    .addOption(jsonFlag())
    .action((flags) => perform(flags.json, (context) => holders(context, flags.pid, flags)));
  program
    .command('doctor')
    .description('what would stop an attach here, each with its fix')
    .option('--pid <pid>', 'to this process', pid)
    .addOption(jsonFlag())
    .action((flags) => perform(flags.json, (context) => doctor(context, flags.pid)));
}
