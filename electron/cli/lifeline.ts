import { Socket } from 'node:net';

/**
 * Ends this process as Ctrl-C would when the starter that handed over to it is gone, killed too: nobody could stop
 * a recording that goes on unseen. The starter holds the other end of a pipe whose number it left in the environment.
 */
export function holdToStarter(): void {
  const { env } = process;
  const fd = Number(env[NAME]);
  // Not for the programs that we start: the pipe is closed there, its number may be another file's.
  delete env[NAME];
  if (!Number.isInteger(fd) || fd < 3) return;
  try {
    const pipe = new Socket({ fd, readable: true, writable: false });
    pipe.on('error', () => {});
    pipe.on('end', () => {
      if (!process.emit('SIGTERM')) process.exit(1);
    });
    pipe.resume().unref();
  } catch {
    // Somebody set the variable who is no starter of ours.
  }
}

/** Set by `build/setup/pass-through.mjs`. */
const NAME = 'LEAKSCOPE_LIFELINE';
