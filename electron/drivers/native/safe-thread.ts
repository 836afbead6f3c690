import type { NativeThreadStack } from './native-stacks.js';

/**
 * A thread in which a function may be called from outside: one that holds no lock of the allocator, the loader or the
 * thread library, and is in none of their functions half-way. The others run on during such a call, so that theirs are
 * let go. Threads that wait in the kernel come first, the main thread before others. Undefined where there is none now.
 */
export function safeThread(threads: readonly NativeThreadStack[]): NativeThreadStack | undefined {
  const safe = threads.filter(({ frames }) => isSafe(frames)).sort((a, b) => a.id - b.id);
  return safe.find(({ frames }) => isWait(frames[0]?.function ?? '')) ?? safe[0];
}

type Frames = NativeThreadStack['frames'];

function isSafe(frames: Frames): boolean {
  if (frames.length === 0) return false;
  // What gdb cannot name may be anything.
  if (frames.some(({ function: name }) => name === '??' || name.startsWith('<'))) return false;
  const inner = frames.findIndex(({ file }) => !isCLibrary(file));
  // What the C library does for the program must be a wait; below it stands the program's own code.
  const called = inner < 0 ? frames.slice(0, 1) : frames.slice(0, inner);
  if (called.some(({ file, function: name }) => ALLOCATORS.test(file) || !(isWait(name) || PLAIN.test(name))))
    return false;
  const own = inner < 0 ? [] : frames.slice(inner);
  return !own.some(({ function: name, file }) => UNSAFE.test(name) || ALLOCATORS.test(file));
}

const isWait = (name: string): boolean => WAITS.test(name);

/** By its file, or by its own sources where gdb knows them. Other libraries are as good as the program's own code. */
const isCLibrary = (file: string): boolean =>
  /(^|\/)(libc|libpthread|libm|librt|libdl|libresolv)(-[\d.]+)?\.so/.test(file) ||
  /^\.{1,2}\/(sysdeps|nptl|malloc|elf|csu|io|misc|socket|posix|time|stdlib|libio|debug|signal)\//.test(file);

const ALLOCATORS = /(ld-linux|ld-musl|ld-[\d.]+\.so|jemalloc|mimalloc|tcmalloc|libheaptrack)/;

/** Functions of the C library that wait in the kernel and hold nothing meanwhile. */
const WAITS =
  /^_*(libc_|GI_|GI___)*(clock_nanosleep(_time64|_2)?|nanosleep|usleep|sleep|poll|ppoll|select|pselect(64|32)?|epoll_p?wait|pause|sigsuspend|sigtimedwait|sigwaitinfo|sigwait|wait4|waitpid|wait|waitid|accept4?|recv|recvfrom|recvmsg|recvmmsg|read|pread(64)?|futex_(abstimed|reltimed)?_?wait\w*|pthread_cond_(timed|clock)?wait\w*|pthread_mutex_(timed|clock)?lock\w*|sem_(timed|clock)?wait\w*|new_sem_wait\w*|pthread_(timed)?join\w*|pthread_clockjoin_ex|lll_lock_wait\w*|syscall|kernel_vsyscall|syscall_cancel\w*|internal_syscall_cancel)(@\S+)?$/;

/** Others of it that call the program or stand between it and a wait. */
const PLAIN =
  /^_*(libc_start_(main|call_main)\w*|start_thread|clone3?|start|IO_(new_)?file_(read|underflow)\w*|GI__IO_file_(read|underflow)\w*|uflow|IO_getline\w*|IO_fgets|fgets\w*|getline|getdelim|getc|fgetc|getchar)$/;

/** In the program's own code: its own allocator, or what C++ has linked into it. */
const UNSAFE =
  /(^|_|:)(m|c|re|me|v|pv)alloc|memalign|^free$|_free$|^operator (new|delete)|^dl[a-z_]|_dl_|^v?fork|pthread_create|atexit|^_Unwind/;
