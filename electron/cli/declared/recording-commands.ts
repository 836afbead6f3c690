import { type Command, Option } from 'commander';
import { collected, count, frameCount, gathered, wholeNumber } from '../argument-values.js';
import { type RecordFlags, record, run } from '../commands/record.js';
import { duration, moments, nearLimit } from '../durations.js';
import { jsonFlag } from './json-flag.js';
import type { Perform } from './perform.js';

/** What makes a session: record and run. */
export function recordingCommands(program: Command, perform: Perform): void {
  recordFlags(
    program
      .command('record')
      .description('record running programs into one session file')
      .addOption(jsonFlag()),
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
      .addOption(jsonFlag()),
  ).action((command: string[], flags) =>
    perform(flags.json, (context) => run(context, command, { ...flagsOf(flags), native: flags.native })),
  );
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
    .option(
      '--in-process',
      'snapshots of Python: in the program itself, in slices, where there is no room for a copy of it',
    )
    .option(
      '--isolates <n>',
      'snapshots of V8: of the workers or pages of one process only the n largest; else of all',
      count,
    )
    .option('--allocations', 'track allocations', false)
    .option('--sampled', 'with --allocations on Python: in short bursts, as an estimate; far cheaper')
    .option('--frames <n>', 'with --allocations on Python: frames kept of each stack', frameCount)
    .option(
      '--trace-filter <pattern>',
      'with --allocations on Python: files, as *app/*; !pattern leaves out',
      gathered,
    )
    .option(
      '--trace-time <time>',
      'with --allocations on Python: the tracing ends by itself after so long: 90s, 10m',
      duration,
    )
    .option(
      '--trace-memory <mb>',
      'with --allocations on Python: it ends by itself when it takes so many MB in the program; else at 1074',
      wholeNumber,
    )
    .option('--near-limit <share>', 'snapshot before a V8 heap is full: 90%, or 90%:profile', nearLimit);
}

function flagsOf(flags: RecordFlags): RecordFlags {
  const { output, tree, interval, snapshot: when, allocations, nearLimit: near, frames, traceFilter } = flags;
  return {
    ...{ output, tree, duration: flags.duration, interval, snapshot: when, allocations, nearLimit: near },
    ...{ frames, traceFilter, sampled: flags.sampled },
    ...{ traceTime: flags.traceTime, traceMemory: flags.traceMemory },
    ...{ numericValues: flags.numericValues, internals: flags.internals, redact: flags.redact },
    ...{ inProcess: flags.inProcess, isolates: flags.isolates },
  };
}
