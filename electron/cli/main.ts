import { runCommandLine } from './command-line.js';
import { holdToStarter } from './lifeline.js';

holdToStarter();
process.exitCode = await runCommandLine(process.argv.slice(2), { out: process.stdout, err: process.stderr });
