import { type Command, Option } from 'commander';
import { EXPORT_FORMATS } from '../../../shared/api/sessions.js';
import { count, wholeNumber } from '../argument-values.js';
import { callStepOptions } from '../call-step-options.js';
import { allocations } from '../commands/allocations.js';
import { exportFile } from '../commands/export.js';
import { jsonFlag } from './json-flag.js';
import type { Perform } from './perform.js';

/** What shows and hands on what was recorded of allocations: allocations, export. */
export function allocationCommands(program: Command, perform: Perform): void {
  const tree = program
    .command('allocations')
    .description('where the memory was allocated that is still held: a tree of calls')
    .argument('<file>')
    .option('--target <id>', 'a target of the session', count)
    .addOption(new Option('--from <ms>', 'allocated after').argParser(wholeNumber))
    .addOption(new Option('--to <ms>', 'held at').argParser(wholeNumber))
    .option('--source <id>', 'one of several sources: sampled-1, traced-1, …')
    .option('--base <file>', 'the difference to this session or profile; folded: two numbers, before and now')
    .option('--base-source <id>', 'of the base, or of the same session: one of several sources')
    .addOption(new Option('--base-from <ms>', 'of the base: allocated after').argParser(wholeNumber))
    .addOption(
      new Option('--base-to <ms>', 'of the base, or of the same session: held at').argParser(wholeNumber),
    )
    .option('--sources', 'what there is to choose from', false)
    .addOption(new Option('--format <format>', 'instead of a tree').choices(['folded', 'json']))
    .addOption(jsonFlag());
  const steps = callStepOptions(tree, '');
  tree.action((file: string, { json: asJson, focus, drop, merge, hideRuntime, mergeRecursion, ...flags }) =>
    perform(asJson, (context) => allocations(context, file, { ...flags, steps })),
  );
  const exporting = program
    .command('export')
    .description('a snapshot, the samples or the allocations, for other tools')
    .argument('<file[#snapshot]>')
    .addOption(new Option('--format <format>', 'what').choices(EXPORT_FORMATS).makeOptionMandatory())
    .requiredOption('-o, --output <file>', 'where to')
    .option('--allocations', 'as CSV: calls that allocated instead of samples', false)
    .option('--target <id>', 'of allocations: a target of the session', count)
    .option('--source <id>', 'of allocations: one of several sources')
    .addOption(new Option('--from <ms>', 'of allocations: allocated after').argParser(wholeNumber))
    .addOption(new Option('--to <ms>', 'of allocations: held at').argParser(wholeNumber))
    .option('--base <file>', 'of allocations: both sides of a comparison with this session or profile')
    .option('--base-source <id>', 'of the base, or of the same session: one of several sources')
    .addOption(new Option('--base-from <ms>', 'of the base: allocated after').argParser(wholeNumber))
    .addOption(
      new Option('--base-to <ms>', 'of the base, or of the same session: held at').argParser(wholeNumber),
    )
    .addOption(jsonFlag());
  const exported = callStepOptions(exporting, 'of allocations: ');
  exporting.action((file: string, flags) =>
    perform(flags.json, (context) => exportFile(context, file, { ...flags, steps: exported })),
  );
}
