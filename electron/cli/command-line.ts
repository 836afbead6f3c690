import { Command, CommanderError } from 'commander';
import { createHost } from '../host/create-host.js';
import { leaveLaunched } from '../host/launch.js';
import { VERSION } from '../host/version.js';
import { allocationCommands } from './declared/allocation-commands.js';
import { findingCommands } from './declared/finding-commands.js';
import { heapCommands } from './declared/heap-commands.js';
import { ledgerCommands } from './declared/ledger-commands.js';
import { liveCommands } from './declared/live-commands.js';
import type { Perform } from './declared/perform.js';
import { recordingCommands } from './declared/recording-commands.js';
import { windowCommands } from './declared/window-commands.js';
import { failureLine, type Streams, screen } from './screen.js';

/** Parses the arguments, runs one command, answers the exit status. Nothing here throws. */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<number> {
  let status = 0;
  const perform: Perform = (json, action) =>
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

async function performed(streams: Streams, json: boolean, action: Parameters<Perform>[1]): Promise<number> {
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

function commands(perform: Perform): Command {
  const program = new Command('leakscope')
    .description(
      'Finds what leaks in a running program: attach by PID, watch, snapshot, diff, record, review.',
    )
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('Every flag of a command: leakscope COMMAND --help')
    .enablePositionalOptions();
  // In the order of the help.
  windowCommands(program, perform);
  liveCommands(program, perform);
  recordingCommands(program, perform);
  heapCommands(program, perform);
  allocationCommands(program, perform);
  ledgerCommands(program, perform);
  findingCommands(program, perform);
  return program;
}
