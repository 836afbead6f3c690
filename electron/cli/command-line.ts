import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES } from '../../shared/api/findings.js';
import { EXPORT_FORMATS } from '../../shared/api/sessions.js';
import { createHost } from '../host/create-host.js';
import { leaveLaunched } from '../host/launch.js';
import { VERSION } from '../host/version.js';
import { callStepOptions } from './call-step-options.js';
import type { CommandContext, ExitStatus } from './command-context.js';
import { allocations } from './commands/allocations.js';
import { behind } from './commands/behind.js';
import { check } from './commands/check.js';
import { demo } from './commands/demo.js';
import { descriptors } from './commands/descriptors.js';
import { diff } from './commands/diff.js';
import { doctor } from './commands/doctor.js';
import { exportFile } from './commands/export.js';
import { findings } from './commands/findings.js';
import { heap } from './commands/heap.js';
import { holders } from './commands/holders.js';
import { info } from './commands/info.js';
import { ledger } from './commands/ledger.js';
import { open } from './commands/open.js';
import { paths } from './commands/paths.js';
import { ps } from './commands/ps.js';
import { type RecordFlags, record, run } from './commands/record.js';
import { regions } from './commands/regions.js';
import { serve } from './commands/serve.js';
import { snapshot } from './commands/snapshot.js';
import { threads } from './commands/threads.js';
import { typeCounts } from './commands/type-counts.js';
import { duration, moments, nearLimit } from './durations.js';
import { failureLine, type Streams, screen } from './screen.js';

type Action = (context: CommandContext) => Promise<ExitStatus>;

/** Parses the arguments, runs one command, answers the exit status. Nothing here throws. */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<number> {
  let status = 0;
  const perform = (json: boolean, action: Action): Promise<void> =>
    performed(streams, json, action).then((done) => {
      status = done;
    });
  const program = commands(perform);
  program.configureOutput({
    writeOut: (text) => void streams.out.write(text),
    writeErr: (text) => void streams.err.write(text),
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    status = error.exitCode === 0 ? 0 : 2;
  }
  return status;
}

async function performed(streams: Streams, json: boolean, action: Action): Promise<number> {
  const ending = new AbortController();
  let hurry: (() => void) | undefined;
  const end = (): void => {
    if (!ending.signal.aborted) {
      ending.abort();
      return;
    }
    // This one does not wait: what was recorded so far is safe in its file.
    if (!hurry) process.exit(130);
    hurry();
    hurry = undefined;
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const host = createHost({ shell: 'cli' });
  try {
    return await action({
      ...{ api: host.api, host, screen: screen(streams, json), signal: ending.signal },
      onHurry: (listener) => {
        hurry = listener;
      },
    });
  } catch (error) {
    streams.err.write(`${failureLine(error)}\n`);
    return 1;
  } finally {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
    await host.dispose();
    const left = leaveLaunched();
    if (left.length > 0) streams.err.write(`leakscope: ${left.join(', ')} goes on without the recording.\n`);
    const watched = host.watching();
    if (watched.length > 0) streams.err.write(watching(watched));
  }
}

/** What goes on after the program's end. */
const watching = (pids: readonly number[]): string =>
  `leakscope: ${pids.join(', ')} did not answer: a small process of its own waits, at most ten minutes, to close the ` +
  'inspector that was asked for.\n';

function commands(perform: (json: boolean, action: Action) => Promise<void>): Command {
  const program = new Command('leakscope')
    .description(
      'Finds what leaks in a running program: attach by PID, watch, snapshot, diff, record, review.',
    )
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('Every flag of a command: leakscope COMMAND --help')
    .enablePositionalOptions();
  const json = (): Option => new Option('--json', 'print one JSON value on stdout and nothing else there');

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
    .addOption(json())
    .action((files: string[], flags) =>
      perform(flags.json, (context) => serve(context, files, { port: flags.port, open: flags.open })),
    );
  program
    .command('demo')
    .description('starts two small leaking programs, attaches to both and records')
    .option('--port <n>', 'port; 0 picks a free one', port, 0)
    .option('--no-open', 'only print the address')
    .action((flags) => perform(false, (context) => demo(context, { port: flags.port, open: flags.open })));
  program
    .command('ps')
    .description('the processes of this machine, and whether each can be attached to')
    .option('--address <host:port>', 'instead: what can be debugged behind an address')
    .addOption(json())
    .action(({ json: asJson, address }) =>
      perform(asJson, (context) => (address === undefined ? ps(context) : behind(context, address))),
    );

  recordFlags(
    program.command('record').description('record running programs into one session file').addOption(json()),
  )
    .option('--pid <pid>', 'a process; may be given several times', collected, [])
    .option(
      '--address <host:port>',
      'an inspector beyond a tunnel or in a container; several times',
      gathered,
      [],
    )
    .addOption(
      new Option(
        '--native [tool]',
        'trace the allocations of native code of the processes named, by a tool that is here (see doctor --pid)',
      ).choices(['heaptrack', 'memray', 'bpftrace', 'memleak']),
    )
    .action(({ pid: pids, address: addresses, json: asJson, native, ...flags }, command: Command) => {
      if (pids.length + addresses.length === 0)
        command.error("error: '--pid <pid>' or '--address <host:port>' is needed");
      return perform(asJson, (context) =>
        record(context, { pids, addresses }, { ...flagsOf(flags), native }),
      );
    });
  recordFlags(
    program
      .command('run')
      .description('start a program and record it from its first moment')
      .argument('<command...>')
      .option('--native', 'trace the allocations of native code, by heaptrack')
      .passThroughOptions()
      .addOption(json()),
  ).action((command: string[], flags) =>
    perform(flags.json, (context) => run(context, command, { ...flagsOf(flags), native: flags.native })),
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
    .addOption(json())
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
    .addOption(json())
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
    .addOption(json())
    .action((flags) => perform(flags.json, (context) => holders(context, flags.pid, flags)));
  program
    .command('info')
    .description('what a session holds')
    .argument('<file>')
    .addOption(json())
    .action((file: string, flags) => perform(flags.json, (context) => info(context, file)));
  program
    .command('heap')
    .description('the classes of a snapshot')
    .argument('<file[#snapshot]>')
    .option('--top <n>', 'how many classes', count, 40)
    .addOption(json())
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
    .addOption(json())
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
    .addOption(json())
    .action((file: string, flags, command: Command) => {
      if (flags.class === undefined && flags.node === undefined)
        command.error("error: one of '--class <name>' and '--node <id>' is needed");
      return perform(flags.json, (context) => paths(context, file, flags));
    });
  const tree = program
    .command('allocations')
    .description('where the memory was allocated that is still held: a tree of calls')
    .argument('<file>')
    .option('--target <id>', 'a target of the session', count)
    .addOption(new Option('--from <ms>', 'allocated after').argParser(wholeNumber))
    .addOption(new Option('--to <ms>', 'held at').argParser(wholeNumber))
    .option('--source <id>', 'one of several sources: sampled-1, traced-1, …')
    .option('--base <file>', 'the difference to this session or profile; folded: two numbers, before and now')
    .addOption(new Option('--base-from <ms>', 'of the base: allocated after').argParser(wholeNumber))
    .addOption(
      new Option('--base-to <ms>', 'of the base, or of the same session: held at').argParser(wholeNumber),
    )
    .option('--sources', 'what there is to choose from', false)
    .addOption(new Option('--format <format>', 'instead of a tree').choices(['folded', 'json']))
    .addOption(json());
  const steps = callStepOptions(tree, '');
  tree.action((file: string, { json: asJson, focus, drop, merge, hideRuntime, mergeRecursion, ...flags }) =>
    perform(asJson, (context) => allocations(context, file, { ...flags, steps })),
  );
  program
    .command('ledger')
    .description('where the RSS of a recorded process is, at a time or between two')
    .argument('<file>')
    .option('--target <id>', 'a target of the session', count)
    .option('--tree', 'all processes together, by PSS')
    .addOption(new Option('--at <ms>', 'at this time').argParser(wholeNumber).conflicts(['from', 'to']))
    .addOption(new Option('--from <ms>', 'growth since').argParser(wholeNumber))
    .addOption(new Option('--to <ms>', 'until').argParser(wholeNumber))
    .addOption(json())
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
  program
    .command('findings')
    .description('what leaks in a session, where, and what to do about it')
    .argument('<file>')
    .addOption(
      new Option('--fail-on <severity>', 'exit status 3 for a finding as severe').choices(SEVERITIES),
    )
    .option('--target <id>', 'of one target of the session', count)
    .option('--repeat-mark <name>', 'an action was repeated, marked so each time: what it left comes first')
    .addOption(
      new Option('--format <format>', 'how it is printed').choices(['text', 'markdown']).default('text'),
    )
    .addOption(json())
    .action((file: string, { json: asJson, ...flags }) =>
      perform(asJson, (context) => findings(context, file, flags)),
    );
  program
    .command('check')
    .description('whether a finding of one session is fixed in another, recorded in the same way')
    .argument('<base>')
    .argument('<file>')
    .option('--finding <n>', 'which, as findings numbers them; 0 is the first', wholeNumber)
    .addOption(json())
    .action((base: string, file: string, flags) =>
      perform(flags.json, (context) => check(context, base, file, flags.finding)),
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
    .addOption(new Option('--base-from <ms>', 'of the base: allocated after').argParser(wholeNumber))
    .addOption(
      new Option('--base-to <ms>', 'of the base, or of the same session: held at').argParser(wholeNumber),
    )
    .addOption(json());
  const exported = callStepOptions(exporting, 'of allocations: ');
  exporting.action((file: string, flags) =>
    perform(flags.json, (context) => exportFile(context, file, { ...flags, steps: exported })),
  );
  program
    .command('doctor')
    .description('what would stop an attach here, each with its fix')
    .option('--pid <pid>', 'to this process', pid)
    .addOption(json())
    .action((flags) => perform(flags.json, (context) => doctor(context, flags.pid)));
  return program;
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
    .addOption(new Option('--json', 'print one JSON value on stdout and nothing else there'));
}

function recordFlags(command: Command): Command {
  return command
    .requiredOption('-o, --output <file>', 'the session file')
    .option('--tree', 'follow children that appear later', false)
    .option('--duration <time>', 'end after: 30s, 5m', duration)
    .option('--interval <time>', 'between two samples', duration, 100)
    .option('--snapshot <when>', 'take heap snapshots: start,20s,end', moments, [])
    .option('--numeric-values', 'snapshots of V8: numbers too, so that fields can be read')
    .option('--internals', "snapshots of V8: the engine's own objects as they are")
    .option(
      '--redact',
      "snapshots of Python: texts that are not of the program's own code by their length alone",
    )
    .option('--allocations', 'track allocations', false)
    .option('--frames <n>', 'with --allocations on Python: frames kept of each stack', frameCount)
    .option(
      '--trace-filter <pattern>',
      'with --allocations on Python: files, as *app/*; !pattern leaves out',
      gathered,
    )
    .option('--near-limit <share>', 'snapshot before a V8 heap is full: 90%, or 90%:profile', nearLimit);
}

function flagsOf(flags: RecordFlags): RecordFlags {
  const { output, tree, interval, snapshot: when, allocations, nearLimit: near, frames, traceFilter } = flags;
  return {
    ...{ output, tree, duration: flags.duration, interval, snapshot: when, allocations, nearLimit: near },
    ...{ frames, traceFilter },
    ...{ numericValues: flags.numericValues, internals: flags.internals, redact: flags.redact },
  };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It is a whole number.');
  return value;
}

function pid(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('A PID is 1 or more.');
  return value;
}

function count(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > 1000) throw new InvalidArgumentError('It is from 1 to 1000.');
  return value;
}

function frameCount(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > 100) throw new InvalidArgumentError('It is from 1 to 100.');
  return value;
}

function port(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError('A port is from 0 to 65535.');
  return value;
}

const gathered = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

function collected(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, pid(text)];
}
