import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../shared/base/failure.js';
import { projectFolder } from '../../host/places.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { open } from './open.js';
import type { ServeFlags } from './serve.js';

/** Two small programs that leak, one Node and one Python, recorded from the start: a newcomer sees it grow. */
export async function demo(context: CommandContext, flags: ServeFlags): Promise<ExitStatus> {
  const targets = join(projectFolder(), 'test', 'targets');
  if (!existsSync(targets))
    throw new Failure(
      'no-demo',
      'The demo programs are not here.',
      'Run the demo from a checkout of the project.',
    );
  const programs = [
    spawn(process.execPath, [join(targets, 'leaky.mjs')], { stdio: 'ignore' }),
    spawn('python3', [join(targets, 'leaky.py')], { stdio: 'ignore' }),
  ];
  const end = (): void => {
    for (const program of programs) program.kill();
  };
  process.once('exit', end);
  try {
    const started = await Promise.all(
      programs.map(
        (program) =>
          new Promise<number | undefined>((resolve) => {
            program.once('spawn', () => resolve(program.pid));
            program.once('error', () => resolve(undefined));
          }),
      ),
    );
    const pids = started.filter((pid) => pid !== undefined);
    if (started[1] === undefined)
      context.screen.say('leakscope: python3 was not found: the demo goes on with Node alone.');
    context.screen.say(`Two programs leak: PIDs ${pids.join(' and ')}. They end with this command.`);
    return await open(context, { files: [], record: pids, browser: flags });
  } finally {
    end();
    process.off('exit', end);
  }
}
