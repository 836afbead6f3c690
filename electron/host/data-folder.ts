import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { RecentFile } from '../../shared/api/sessions.js';
import { sessionGlance } from '../store/session-glance.js';

/** Where sessions are kept when the user names no file: the platform's place for an application's data. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base =
    env['LEAKSCOPE_DATA'] ??
    (process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Application Support', 'Leakscope')
      : process.platform === 'win32'
        ? join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Leakscope')
        : join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'leakscope'));
  const folder = join(base, 'sessions');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A new session's file: the moment and what is recorded, `2026-11-21-0811-42-server.leakscope`. */
export function autosavePath(what: string, now = new Date()): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const name = what.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 40);
  return join(dataFolder(), `${stamp}-${name || 'session'}.leakscope`);
}

/** The newest sessions of the data folder. */
export function recentFiles(limit = 20): readonly RecentFile[] {
  const folder = dataFolder();
  return readdirSync(folder)
    .filter((name) => name.endsWith('.leakscope'))
    .flatMap((name) => {
      const path = join(folder, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat ? [{ path, name, size: stat.size, modifiedAt: stat.mtime.toISOString() }] : [];
    })
    .sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt))
    .slice(0, limit)
    .map((file) => ({ ...file, ...sessionGlance(file.path) }));
}

/** Where what the rules said of the sessions of the data folder is kept. */
export const verdictsFile = (): string => join(dataFolder(), 'verdicts.json');
