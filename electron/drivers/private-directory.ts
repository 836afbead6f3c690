import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, saying } from '../../shared/base/failure.js';
import { isAlive, sharesNamespace, type TargetStatus } from './target-status.js';

/** A directory that only the target's user (and root) may enter, seen by both sides under two names. */
export interface PrivateDirectory {
  /** A file in it, as we name it. */
  here(name: string): string;
  /** The same file, as the target names it. */
  there(name: string): string;
  /** Lets the target's user use a socket or pipe in it. */
  hand(name: string): Promise<void>;
  makeFifo(name: string): Promise<void>;
  remove(): Promise<void>;
}

const PREFIX = 'leakscope-';
/** Of a folder in a directory of temporary files: it is removed by the next run of ours when this one was killed. */
export const ownPrefix = (): string => `${PREFIX}${process.pid}-`;
/** Where a container may have room, most usual first. */
const PARENTS = ['/tmp', '/var/tmp', '/dev/shm', '/run'];
const run = promisify(execFile);

/** Throws where no directory can be had that both sides reach. */
export async function makePrivateDirectory(target: TargetStatus): Promise<PrivateDirectory> {
  // In a container `/tmp` is another directory: reach it through the target's own root.
  const mounts = await sharesNamespace(target.pid, 'mnt');
  const shared = mounts && (await sharesRoot(target.pid));
  const root = shared ? '' : `/proc/${target.pid}/root`;
  if (shared) await removeLeftOvers(tmpdir());
  const path = await makeIn(shared ? [tmpdir()] : PARENTS.map((each) => root + each), target.pid);
  const inside = path.slice(root.length);
  // When the process has ended its root is no longer to be had under its number; that of a chroot has a name of ours, too.
  const lasting = mounts && !shared ? (await rootLink(target.pid)) + inside : path;
  const ours = process.getuid?.() ?? target.uid;
  const hand = async (file: string): Promise<void> => {
    if (ours !== target.uid) await chown(file, target.uid, target.gid);
  };
  try {
    await chmod(path, 0o700);
    await hand(path);
  } catch (error) {
    await rm(path, { recursive: true, force: true });
    throw error;
  }
  return {
    here: (name) => join(path, name),
    there: (name) => join(inside, name),
    hand: (name) => hand(join(path, name)),
    async makeFifo(name) {
      await run('mkfifo', ['-m', '600', join(path, name)]);
      await hand(join(path, name));
    },
    async remove() {
      for (const each of new Set([path, lasting]))
        await rm(each, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

/** In the first of them that can be written to: the root of a container may be read-only. */
async function makeIn(parents: readonly string[], pid: number): Promise<string> {
  let refusal: unknown;
  for (const parent of parents) {
    try {
      return await mkdtemp(join(parent, ownPrefix()));
    } catch (error) {
      refusal ??= error;
    }
  }
  throw new Failure(
    'no-directory',
    `No directory that process ${pid} can reach may be written to (${parents.join(', ')}): ${saying(refusal)}.`,
    'Give it a /tmp that can be written to: docker run --tmpfs /tmp, or an emptyDir volume mounted there.',
  );
}

/** A chroot has our mounts and another root. Where the link may not be read, the mounts decide. */
async function sharesRoot(pid: number): Promise<boolean> {
  return (await rootLink(pid)) === (await rootLink('self'));
}

const rootLink = (of: number | 'self'): Promise<string> => readlink(`/proc/${of}/root`).catch(() => '/');

/** Directories of runs of ours that were killed. */
async function removeLeftOvers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-\\w{6}$`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
