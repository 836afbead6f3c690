import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './places.js';

/** Electron fetches its binary at the first use; where its host cannot be reached that must not take minutes. */
const FETCH_LIMIT = 120_000;

/** Electron's binary, fetched if it can be; or in half a sentence why there is none. */
export async function electronBinary(
  project = projectFolder(),
): Promise<{ readonly path?: string; readonly missing: string }> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = join(project, 'node_modules', 'electron');
  const found = (): string | undefined => {
    const name = existsSync(join(folder, 'path.txt'))
      ? readFileSync(join(folder, 'path.txt'), 'utf8')
      : 'electron';
    return (
      [override && join(override, name), join(folder, 'dist', name)].find(
        (path) => path && existsSync(path),
      ) || undefined
    );
  };
  if (!found() && existsSync(join(folder, 'install.js'))) await fetched(join(folder, 'install.js'));
  return { path: found(), missing: "Electron's binary could not be fetched" };
}

function fetched(script: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: 'ignore', timeout: FETCH_LIMIT });
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
}
