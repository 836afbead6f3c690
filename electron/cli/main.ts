import { runCommandLine } from './command-line.js';
import { holdToStarter } from './lifeline.js';
import { forgetOwnAllocator } from './own-allocator.js';

holdToStarter();
forgetOwnAllocator();
process.exitCode = await runCommandLine(process.argv.slice(2), { out: process.stdout, err: process.stderr });
