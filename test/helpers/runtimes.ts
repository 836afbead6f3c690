import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What `build/setup/test-runtimes.mjs` has fetched. */
const FETCHED = new URL('../../.cache/runtimes/node_modules', import.meta.url).pathname;

/** Every major version of Node that the product promises to enter. */
export const NODE_MAJORS = [16, 18, 20, 22, 24] as const;

export interface NodeBinary {
  readonly path: string;
  readonly version: string;
}

/** One Node per version: this one, those fetched, those of PATH and LEAKSCOPE_NODES. */
export function nodeBinaries(): readonly NodeBinary[] {
  const fetched = NODE_MAJORS.map((major) => join(FETCHED, `node${major}-x64`, 'bin/node'));
  const asked = (process.env['LEAKSCOPE_NODES'] ?? '').split(delimiter).filter(Boolean);
  const found = new Map<string, NodeBinary>();
  for (const path of [process.execPath, ...asked, ...fetched, '/usr/bin/node', ...onPath('node')]) {
    if (!existsSync(path)) continue;
    const said = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
    const version = /^v(\d+\.\d+\.\d+)/.exec(said.stdout ?? '')?.[1];
    if (version !== undefined && !found.has(version)) found.set(version, { path, version });
  }
  return [...found.values()];
}

/** `deno` or `bun`: fetched, of PATH, or where LEAKSCOPE_DENO, LEAKSCOPE_BUN say. */
export function otherRuntime(name: 'deno' | 'bun'): string | undefined {
  const fetched = {
    deno: join(FETCHED, `@deno/linux-x64-glibc/deno`),
    bun: join(FETCHED, `@oven/bun-linux-x64/bin/bun`),
  };
  const asked = process.env[`LEAKSCOPE_${name.toUpperCase()}`] ?? '';
  return [asked, fetched[name], ...onPath(name)].find(
    (path) => existsSync(path) && spawnSync(path, ['--version'], { timeout: 10_000 }).status === 0,
  );
}

const onPath = (name: string): readonly string[] =>
  (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, name));
