import { expect, it } from 'vitest';
import type { NativeThreadStack } from '../../../electron/drivers/native/native-stacks.js';
import { safeThread } from '../../../electron/drivers/native/safe-thread.js';

const LIBC = '/lib/x86_64-linux-gnu/libc.so.6';
/** Innermost first; `name` alone is the program's own. */
const thread = (
  id: number,
  ...frames: readonly (string | readonly [string, string])[]
): NativeThreadStack => ({
  id,
  name: 'x',
  frames: frames.map((frame) => {
    const [name, file] = typeof frame === 'string' ? [frame, 'main.c'] : frame;
    return { function: name, file, line: 0 };
  }),
});

const MAIN = [
  'main',
  ['__libc_start_call_main', '../sysdeps/nptl/libc_start_call_main.h'],
  ['__libc_start_main_impl', '../csu/libc-start.c'],
  '_start',
] as const;

it('takes a thread that works in the program, or waits in the kernel for it, the waiting first', () => {
  const working = thread(5, 'work', ...MAIN);
  const waiting = thread(
    9,
    ['__GI___clock_nanosleep', '../sysdeps/unix/sysv/linux/clock_nanosleep.c'],
    ['__GI___nanosleep', '../sysdeps/unix/sysv/linux/nanosleep.c'],
    'idle',
    ['start_thread', './nptl/pthread_create.c'],
    ['clone3', '../sysdeps/unix/sysv/linux/x86_64/clone3.S'],
  );
  expect(safeThread([working])).toBe(working);
  expect(safeThread([working, waiting])).toBe(waiting);
  // As gdb prints them where the C library has no debugging information.
  const stripped = thread(3, ['poll', LIBC], 'main');
  expect(safeThread([stripped])).toBe(stripped);
  const looping = thread(4, ['epoll_wait', LIBC], ['uv__io_poll', '/lib/libuv.so.1'], 'main');
  expect(safeThread([looping])).toBe(looping);
  const reading = thread(4, ['parse', 'src/io/parse.c'], 'main');
  expect(safeThread([reading])).toBe(reading);
});

it.each([
  ['in malloc', ['_int_malloc', './malloc/malloc.c'], 'work'],
  ['in free, without debugging information', ['cfree', LIBC], 'work'],
  ['waiting for a lock inside malloc', ['__lll_lock_wait_private', LIBC], ['malloc', LIBC], 'work'],
  ['in another allocator', ['je_malloc', '/usr/lib/libjemalloc.so.2'], 'work'],
  ['in an allocator that is linked in', 'mi_malloc', 'work'],
  ['in new, called by the program', 'operator new', 'work'],
  ['in the loader', ['_dl_relocate_object', '/lib64/ld-linux-x86-64.so.2'], ['dlopen', LIBC], 'work'],
  ['starting a thread', ['clone3', LIBC], ['pthread_create', LIBC], 'work'],
  ['writing with a stream’s lock held', ['write', LIBC], ['_IO_new_file_write', LIBC], 'work'],
  ['in a handler of a signal', 'on_signal', '<signal handler called>', ['malloc', LIBC]],
  [
    'looking for libraries',
    ['find', '/lib/libgcc_s.so.1'],
    ['dl_iterate_phdr', LIBC],
    ['_Unwind_Find_FDE', '/lib/libgcc_s.so.1'],
    'work',
  ],
  ['at a place without a name', '??', 'work'],
] as const)('takes none that is %s', (_, ...frames) => {
  expect(safeThread([thread(1, ...frames, ...MAIN)])).toBeUndefined();
});

it('takes none without a stack', () => {
  expect(safeThread([])).toBeUndefined();
  expect(safeThread([thread(1)])).toBeUndefined();
});
