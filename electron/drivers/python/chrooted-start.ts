import { basename, resolve } from 'node:path';

/** What a command starts. */
export interface StartedProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  /** The folder that is `/` to it; empty where that is ours. */
  readonly root: string;
}

/**
 * The program itself, for `chroot ROOT PROGRAM WORDS…`, which becomes it. With words of chroot's own it may run as another user, who
 * could not read what we lay there: then, and for any other command, what it says.
 */
export function chrootedStart(
  command: string,
  args: readonly string[],
  cwd: string | undefined,
): StartedProgram {
  const [root = '', program, ...words] = args;
  if (basename(command) !== 'chroot' || root.startsWith('-') || program === undefined)
    return { command, args, cwd, root: '' };
  const folder = resolve(cwd ?? '.', root);
  return { command: program, args: words, cwd: '/', root: folder === '/' ? '' : folder };
}
