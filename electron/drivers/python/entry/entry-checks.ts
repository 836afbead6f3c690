import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Check } from '../../../../shared/model/preflight.js';
import { refuseBuild, refuseState } from './enterable.js';
import type { PythonBuild } from './python-build.js';
import { pythonBuild } from './read-build.js';
import { buildName, refusalOf, yamaScope } from './refusals.js';
import { TargetMemory } from './target-memory.js';

/** What would stop an entry, cheapest first, each with its fix; ends at the first that does. Nothing in the target is touched. */
export async function* entryChecks(pid: number): AsyncGenerator<Check> {
  const state = tried('process can be traced', pid, () => refuseState(pid));
  yield state;
  if (!state.ok) return;

  const scope = yamaScope();
  const memory = tried('memory can be written', pid, () => TargetMemory.open(pid, 'r+').close());
  yield memory.ok && scope !== undefined
    ? { ...memory, found: `kernel.yama.ptrace_scope is ${scope}` }
    : memory;
  if (!memory.ok) return;

  let build: PythonBuild;
  try {
    build = await pythonBuild(pid);
  } catch (error) {
    yield refused('interpreter is known', pid, error);
    return;
  }
  yield { check: 'interpreter is known', ok: true, found: buildName(build) };

  const enterable = tried('build can be entered', pid, () => refuseBuild(pid, build));
  yield enterable;
  if (!enterable.ok) return;

  yield gdbInstalled()
    ? { check: 'a sleeping program can be woken', ok: true, found: 'gdb is installed' }
    : {
        check: 'a sleeping program can be woken',
        ok: true,
        found: 'gdb is not installed: a program that sleeps is entered when it wakes',
        fix: 'sudo apt-get install gdb',
      };
}

function tried(check: string, pid: number, attempt: () => void): Check {
  try {
    attempt();
    return { check, ok: true };
  } catch (error) {
    return refused(check, pid, error);
  }
}

function refused(check: string, pid: number, error: unknown): Check {
  const refusal = refusalOf(error, pid);
  return { check, ok: false, found: refusal.message, ...(refusal.remedy && { fix: refusal.remedy }) };
}

function gdbInstalled(): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'gdb')));
}
