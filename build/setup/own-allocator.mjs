/**
 * Leakscope's own memory beside the program that it watches: glibc is told to give large blocks back at once, and to
 * make two arenas at most, where the user has not told it anything. A recorder that took a snapshot keeps a third less.
 * The names of what is set here go along, so that the command takes them out again before it starts a program.
 */
export function withOwnAllocator(env) {
  const own = Object.entries(SETTINGS).filter(([name]) => env[name] === undefined);
  return { ...env, ...Object.fromEntries(own), LEAKSCOPE_ALLOCATOR: own.map(([name]) => name).join(',') };
}

/** Read by glibc when a process starts, and by nothing else. */
const SETTINGS = { MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_ARENA_MAX: '2' };
