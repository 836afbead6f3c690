import { runCommandLine } from './command-line.js';
import { holdToStarter } from './lifeline.js';
import { forgetOwnAllocator } from './own-allocator.js';

holdToStarter();
// Who reads may leave first (`| head`): what is under way still ends as it should.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
forgetOwnAllocator();
process.exitCode = await runCommandLine(process.argv.slice(2), { out: process.stdout, err: process.stderr });
