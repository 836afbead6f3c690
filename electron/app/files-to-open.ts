import { resolve } from 'node:path';

const OURS = /\.(leakscope|heapsnapshot|heaptimeline)$/i;

/** The files among a program's arguments: those that the association, a drop on the icon or a user gave. */
export function filesToOpen(argv: readonly string[], folder: string): readonly string[] {
  return argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-') && OURS.test(argument))
    .map((file) => resolve(folder, file));
}
