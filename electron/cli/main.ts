import { runCommandLine } from './command-line.js';
import { holdToStarter } from './lifeline.js';

/** Milliseconds that ending may take without a word. */
const LINGER = 1500;

holdToStarter();
process.exitCode = await runCommandLine(process.argv.slice(2), { out: process.stdout, err: process.stderr });

// Still alive now: a driver watches a target that did not answer, to take back what it asked for when it does.
setTimeout(() => {
  process.stderr.write(
    'leakscope: waiting, at most two minutes, to take a request back from a target that did not answer; Ctrl-C leaves it.\n',
  );
}, LINGER).unref();
