import { open } from 'node:fs/promises';
import { PAGE_SIZE } from '../page-size.js';
import { readProc } from '../target-status.js';

/** Bytes of /proc/PID/pagemap for a page; this bit of the last one says that it is in memory. */
const ENTRY = 8;
const PRESENT = 0x80;
const PIECE = 1 << 20;
/** No more of a process is looked through. */
const MOST = 2 ** 30;
const LIMIT = 5000;

/**
 * The path of the address that a program has printed for `port`, found in its own memory: `:PORT/PATH`. Only pages that are
 * in memory are read; nothing is written, and nothing stops. Undefined where there is none, or the kernel does not let us.
 */
export async function printedPath(
  pid: number,
  port: number,
  path: RegExp,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const maps = await readProc(pid, 'maps');
  const [memory, pages] = await Promise.all(
    ['mem', 'pagemap'].map((name) => open(`/proc/${pid}/${name}`, 'r').catch(() => undefined)),
  );
  try {
    if (!maps || !memory || !pages) return undefined;
    const until = performance.now() + LIMIT;
    const needle = `:${port}/`;
    let read = 0;
    for (const { from, to } of anonymous(maps)) {
      for (let at = from; at < to; at += PIECE) {
        if (read > MOST || performance.now() > until || signal?.aborted) return undefined;
        const end = Math.min(to, at + PIECE);
        for (const run of await presentRuns(pages, at, end)) {
          const bytes = Buffer.allocUnsafe(run.to - run.from);
          const got = await memory.read(bytes, 0, bytes.length, run.from).catch(() => undefined);
          read += bytes.length;
          const found = got && pathIn(bytes.subarray(0, got.bytesRead), needle, path);
          if (found !== undefined) return found;
        }
      }
    }
    return undefined;
  } finally {
    await Promise.all([memory?.close(), pages?.close()]);
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What may be written and is no file: where a program's own texts are. */
function anonymous(maps: string): readonly Range[] {
  return maps.split('\n').flatMap((line) => {
    const [, from, to, inode] = /^([0-9a-f]+)-([0-9a-f]+) rw\S* \S+ \S+ (\d+)/.exec(line) ?? [];
    return inode === '0' ? [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }] : [];
  });
}

async function presentRuns(pages: Handle, from: number, to: number): Promise<readonly Range[]> {
  const words = Buffer.alloc(((to - from) / PAGE_SIZE) * ENTRY);
  const got = await pages.read(words, 0, words.length, (from / PAGE_SIZE) * ENTRY).catch(() => undefined);
  const runs: { from: number; to: number }[] = [];
  for (let page = 0; page < (got?.bytesRead ?? 0) / ENTRY; page++) {
    if (!(words[page * ENTRY + ENTRY - 1] & PRESENT)) continue;
    const at = from + page * PAGE_SIZE;
    const last = runs.at(-1);
    if (last?.to === at) last.to += PAGE_SIZE;
    else runs.push({ from: at, to: at + PAGE_SIZE });
  }
  return runs;
}

/** Characters. */
const LONGEST = 200;

/** JavaScript's texts have one byte a character, or two. */
function pathIn(bytes: Buffer, needle: string, path: RegExp): string | undefined {
  for (const encoding of ['latin1', 'utf16le'] as const) {
    const width = encoding === 'latin1' ? 1 : 2;
    const wanted = Buffer.from(needle, encoding);
    for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
      const from = at + wanted.length - width;
      const found = path.exec(bytes.toString(encoding, from, from + LONGEST * width))?.[0];
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
