import { type Command, Option } from 'commander';
import { SEVERITIES } from '../../../shared/api/findings.js';
import { count, wholeNumber } from '../argument-values.js';
import { check } from '../commands/check.js';
import { findings } from '../commands/findings.js';
import { jsonFlag } from './json-flag.js';
import type { Perform } from './perform.js';

/** What is said in words: findings, check. */
export function findingCommands(program: Command, perform: Perform): void {
  program
    .command('findings')
    .description('what leaks in a session, where, and what to do about it')
    .argument('<file>')
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit status 3 for a finding as severe or more, also one that is only possible',
      ).choices(SEVERITIES),
    )
    .option('--target <id>', 'of one target of the session', count)
    .option('--repeat-mark <name>', 'an action was repeated, marked so each time: what it left comes first')
    .addOption(
      new Option('--format <format>', 'how it is printed').choices(['text', 'markdown']).default('text'),
    )
    .addOption(jsonFlag())
    .action((file: string, { json: asJson, ...flags }) =>
      perform(asJson, (context) => findings(context, file, flags)),
    );
  program
    .command('check')
    .description('whether a finding of one session is fixed in another, recorded in the same way')
    .argument('<base>')
    .argument('<file>')
    .option('--finding <n>', 'which, as findings numbers them; 0 is the first', wholeNumber)
    .addOption(jsonFlag())
    .action((base: string, file: string, flags) =>
      perform(flags.json, (context) => check(context, base, file, flags.finding)),
    );
}
