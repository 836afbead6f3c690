import { resolve } from 'node:path';

const OURS = /\.(leakscope|heapsnapshot|heaptimeline)$/i;

/** The files among a program's arguments: those that the association, a drop on the icon or a user gave. */
export function filesToOpen(argv: readonly string[], folder: string): readonly string[] {
  return argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-') && OURS.test(argument))
    .map((file) => resolve(folder, file));
}

/** The processes that `--record=PID,PID` asks to be recorded from the start: the demo's. */
export function pidsToRecord(argv: readonly string[]): readonly number[] {
  const list = argv.find((argument) => argument.startsWith('--record='))?.slice('--record='.length) ?? '';
  return list
    .split(',')
    .map(Number)
    .filter((pid) => Number.isSafeInteger(pid) && pid > 0);
}
