import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Why a program in C cannot be made here; undefined where it can. */
export const noCompiler =
  spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler (cc) here';

/** Compiles test/targets/native/NAME.c once and answers the program's path; `cc` is another compiler. */
export function nativeProgram(name: string, flags: readonly string[] = [], cc = 'cc'): string {
  const source = fileURLToPath(new URL(`../targets/native/${name}.c`, import.meta.url));
  const key = createHash('sha256')
    .update(readFileSync(source))
    .update([cc, ...flags].join(' '))
    .digest('hex');
  const folder = join(tmpdir(), 'leakscope-test-programs');
  const program = join(folder, `${name}-${key.slice(0, 12)}`);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const made = `${program}.${process.pid}`;
  const { status, stderr } = spawnSync(cc, [
    '-g',
    '-O1',
    '-fno-inline',
    '-o',
    made,
    source,
    '-lpthread',
    ...flags,
  ]);
  if (status !== 0) throw new Error(`${name}.c cannot be compiled: ${stderr}`);
  renameSync(made, program);
  return program;
}
