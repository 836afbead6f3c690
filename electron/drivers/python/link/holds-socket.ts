import { readdir, readFile, readlink } from 'node:fs/promises';

/** As the agent binds its end: a name in no file system, made anew each time. */
const NAME = /^leakscope-\d+-[0-9a-f]{16}$/;

/**
 * Whether a process has the Unix socket of that abstract name open, as the kernel says it. Node tells no peer's
 * credentials, so the agent names its end. Undefined where the kernel shows us neither sockets nor descriptors.
 */
export async function holdsSocket(pid: number, name: string): Promise<boolean | undefined> {
  if (!NAME.test(name)) return false;
  try {
    // Its own list: a container has its own sockets.
    const sockets = await readFile(`/proc/${pid}/net/unix`, 'latin1');
    const line = sockets.split('\n').find((each) => each.endsWith(` @${name}`));
    // `Num: RefCount Protocol Flags Type St Inode Path`
    const inode = line?.trim().split(/\s+/)[6];
    if (inode === undefined) return false;
    const folder = `/proc/${pid}/fd`;
    for (const descriptor of await readdir(folder)) {
      const target = await readlink(`${folder}/${descriptor}`).catch(() => '');
      if (target === `socket:[${inode}]`) return true;
    }
    return false;
  } catch {
    return undefined;
  }
}
