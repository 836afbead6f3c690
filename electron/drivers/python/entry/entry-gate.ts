import { chownSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { statusField } from './process-status.js';

/** A script that several threads may be asked to run and only the first does. As the target names it. */
export interface EntryGate {
  readonly script: string;
  remove(): void;
}

/** A thread that has taken a gate's name opens it within this many milliseconds. */
const OPENED = 250;

/**
 * Lays a gate beside `script`: whoever can remove its token, which the file system lets one do, runs the script.
 * So nothing of it is left in the interpreter. Undefined where the target may not write to that folder.
 */
export function layGate(pid: number, script: string): EntryGate | undefined {
  const here = (path: string): string => `/proc/${pid}/root${path}`;
  const gate = `${script}.gate`;
  const token = `${script}.token`;
  try {
    const folder = statSync(here(dirname(script)));
    const user = Number(statusField(pid, 'Uid')?.split('\t')[1]);
    if (user !== 0 && !(folder.uid === user && (folder.mode & 0o300) === 0o300)) return undefined;
    const owner = statSync(here(script));
    for (const [path, text] of [
      [gate, gateText(script, token)],
      [token, ''],
    ] as const) {
      writeFileSync(here(path), text, { mode: 0o600, flag: 'wx' });
      chownSync(here(path), owner.uid, owner.gid);
    }
  } catch {
    return undefined;
  }
  return {
    script: gate,
    remove() {
      setTimeout(() => {
        for (const path of [gate, token]) rmSync(here(path), { force: true });
      }, OPENED);
    },
  };
}

function gateText(script: string, token: string): string {
  const path = JSON.stringify(script);
  return `try:
    __import__("posix").unlink(${JSON.stringify(token)})
except OSError:
    pass
else:
    with open(${path}, "rb") as f:
        s = f.read()
    exec(compile(s, ${path}, "exec"), {"__name__": "leakscope_entry", "__file__": ${path}})
`;
}
