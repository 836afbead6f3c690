import { readFile } from 'node:fs/promises';
import { Failure } from '../../../shared/base/failure.js';

/** Where malloc and free are: the C library, or who takes its place. As the target's own files. */
export async function allocatorsOf(pid: number): Promise<readonly string[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const paths = new Set([...maps.matchAll(/ r-xp .*? (\/\S+)$/gm)].map(([, path]) => path));
  const known = [...paths]
    .filter((path) => ALLOCATOR.test(path) && PLAIN.test(path))
    .map((path) => `/proc/${pid}/root${path}`);
  if (known.length === 0)
    throw new Failure(
      'no-malloc',
      `Process ${pid} has no library in which malloc could be watched.`,
      'Its allocator is linked into the program.',
    );
  return known;
}

const ALLOCATOR =
  /\/(libc\.so\.6|libc-[\d.]+\.so|libjemalloc[^/]*|libmimalloc[^/]*|libtcmalloc[^/]*|ld-musl-[^/]*|libc\.so)$/;

/** The program chose the name, and it becomes a part of one that runs in the kernel. */
const PLAIN = /^[\w./+@-]+$/;
