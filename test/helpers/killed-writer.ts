import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSession } from '../../electron/store/open-session.js';
import type { SessionInfo } from '../../shared/model/session.js';

export interface Killed {
  /** What it said before it died. */
  readonly said: readonly string[];
  readonly info: SessionInfo | undefined;
  /** Samples of `rss` that the file gives, whatever `info` counts. */
  readonly drawn: number;
}

/** Runs a writer of `programs/`, kills it after it said so many lines and so many ms, and opens what it left. */
export async function killedWriter(
  program: string,
  path: string,
  args: readonly string[],
  { lines, ms }: { readonly lines: number; readonly ms: number },
): Promise<Killed> {
  const child = spawn(process.execPath, [program, path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  const closed = once(child, 'close');
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.split('\n').length > lines) resolve();
    });
    void closed.then(() => resolve());
  });
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await closed;
  const said = out
    .slice(0, out.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean);
  if (said.length === 0) return { said, info: undefined, drawn: 0 };
  const reader = openSession(path);
  try {
    const info = reader.info();
    for (const { id } of info.snapshots)
      for (const { column, parts } of reader.snapshotColumns(id).columns())
        for (let part = 0; part < parts; part++) reader.snapshotColumns(id).read(column, part);
    const [rss] = reader.series({ target: 1, names: ['rss'], from: 0, to: Number.MAX_VALUE, points: 1e6 });
    return { said, info, drawn: rss.time.length };
  } finally {
    reader.close();
  }
}

/** The last number said behind a word; 0 when it never was. */
export function lastSaid(said: readonly string[], word: string): number {
  const line = said.findLast((one) => one.startsWith(`${word} `));
  return Number(line?.split(' ')[1] ?? 0);
}
