import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from '../../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../../shared/model/process.js';

/**
 * The file that a Python process runs, by its command line, where the system tells no more: a path there may hold spaces, and
 * Windows quotes it. Throws a Failure where there is no such file; and where we are root and the file is somebody else's who did
 * not ask us, for what it does would be done as root.
 */
export function ownInterpreter({ pid, command }: ProcessInfo): string {
  const file = executableIn(command);
  if (!file)
    throw new Failure(
      'python-build',
      `Which interpreter process ${pid} runs is not to be seen in its command line.`,
      'Start the program by the whole path of its interpreter, or with Leakscope: leakscope run -- COMMAND.',
    );
  const { uid } = statSync(file);
  const ours = process.getuid?.();
  const asked = Number(process.env['SUDO_UID'] ?? 0);
  if (ours === 0 && uid !== 0 && uid !== asked)
    throw new Failure(
      'not-permitted',
      `The interpreter of process ${pid} (${file}) belongs to user ${uid}, and would be run as root to enter it.`,
      'Run Leakscope by sudo as that user.',
    );
  return file;
}

/** The longest beginning that is a file named like Python. */
function executableIn(command: string): string | undefined {
  const quoted = /^"([^"]+)"/.exec(command)?.[1];
  if (quoted !== undefined) return isPython(quoted) ? quoted : undefined;
  const words = command.split(' ');
  for (let count = words.length; count > 0; count--) {
    const path = words.slice(0, count).join(' ');
    if (isPython(path)) return path;
  }
  return undefined;
}

/** Not one of the folder that we happen to be in. */
const isPython = (path: string): boolean =>
  /^([A-Za-z]:)?[\\/]/.test(path) &&
  /^python[\w.-]*$/i.test(basename(path.replaceAll('\\', '/'))) &&
  existsSync(path) &&
  statSync(path).isFile();
