/** One line of the account of a process's resident memory. */
export interface LedgerEntry {
  readonly id: LedgerId;
  readonly name: string;
  readonly bytes: number;
  readonly definition: string;
  /** Where the number comes from. */
  readonly source: string;
}

/** Every byte of RSS once: the entries, `unexplained` among them as the last, sum to `rss` exactly. */
export interface Ledger {
  readonly rss: number;
  /** Share of `rss` that an entry other than `unexplained` accounts for, 0 to 1. */
  readonly explained: number;
  readonly entries: readonly LedgerEntry[];
  readonly unexplained: number;
}

export interface LedgerLine {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly source: string;
}

/**
 * The lines that there are, in the order in which they stack. Ids are public: the series `ledger.ID` of a
 * session and the keys that `leakscope ledger` prints.
 */
export const LEDGER_LINES = [
  {
    id: 'heap.used',
    name: 'Managed heap, in use',
    definition: 'What the objects of the program occupy in the heap of its runtime.',
    source: 'the runtime: V8 used_heap_size; CPython, live pymalloc blocks',
  },
  {
    id: 'heap.free',
    name: 'Managed heap, free',
    definition:
      'Taken from the system by the runtime’s heap and not used by objects: room, or fragmentation.',
    source:
      'the runtime: V8 total minus used heap size, and the emptied pages that it keeps; CPython, pymalloc arenas minus live blocks',
  },
  {
    id: 'arrayBuffers',
    name: 'ArrayBuffers and Buffers',
    definition: 'Contents of ArrayBuffers and Node Buffers, which lie outside V8’s heap.',
    source: 'the runtime: process.memoryUsage().arrayBuffers, as far as it is resident',
  },
  {
    id: 'external',
    name: 'External memory of objects',
    definition: 'Memory outside V8’s heap that its objects say they own, without ArrayBuffers.',
    source: 'the runtime: V8 external_memory minus ArrayBuffers',
  },
  {
    id: 'malloc.used',
    name: 'C allocator, in use',
    definition: 'Handed out by malloc to native code, and in CPython also to objects above 512 bytes.',
    source: 'glibc mallinfo2, jemalloc’s statistics, or the heads that malloc writes before large blocks',
  },
  {
    id: 'malloc.free',
    name: 'C allocator, held free',
    definition:
      'Freed by the program but kept by malloc: fragmentation, or room. A trim can give part of it back.',
    source: 'glibc mallinfo2 (fordblks) or jemalloc’s statistics, as far as it is resident',
  },
  {
    id: 'malloc.rest',
    name: 'C allocator, used or free',
    definition:
      'Memory of malloc’s arenas, or of jemalloc, mimalloc, tcmalloc or musl’s malloc, of which it is not known from outside how much is in use.',
    source:
      'the mappings: [heap], arenas of threads, and what is left where another allocator’s library is mapped',
  },
  {
    id: 'mapped',
    name: 'Mapped directly',
    definition:
      'Private memory without a file that native code took with mmap itself, beside malloc: the program, a library, or an allocator or runtime built into one, as those of Go and Java. Regions shows which mappings; whose they are is not told from outside.',
    source:
      'the mappings: what neither the runtime nor glibc’s malloc has left its marks in, and Go’s heap by its shape',
  },
  {
    id: 'stacks',
    name: 'Stacks',
    definition: 'Stacks of the main thread and of all others.',
    source: 'the mappings: [stack], and those that hold a thread’s stack pointer',
  },
  {
    id: 'jit',
    name: 'Compiled code',
    definition: 'Executable memory without a file, made while the program runs, beyond what the heap counts.',
    source: 'the mappings: executable memory without a name',
  },
  {
    id: 'code',
    name: 'Program and libraries',
    definition:
      'Machine code and constants of executables and libraries; mostly shared with other processes.',
    source: 'the mappings: files mapped executable, and the rest of the same files',
  },
  {
    id: 'data',
    name: 'Data of programs and libraries',
    definition: 'Pages of mapped files that the process has written to for itself: variables, relocations.',
    source: 'the mappings: anonymous pages of file mappings',
  },
  {
    id: 'files',
    name: 'Mapped files',
    definition:
      'Pages of other mapped files: data, databases, locales, fonts. The kernel can drop clean ones.',
    source: 'the mappings: files that no part of is mapped executable',
  },
  {
    id: 'shared',
    name: 'Shared memory',
    definition: 'tmpfs, memfd, System V and other memory that several processes can share.',
    source: 'the mappings: /dev/shm, /memfd, /SYSV, /dev/zero',
  },
  {
    id: 'devices',
    name: 'Devices',
    definition: 'Memory of drivers mapped into the process: GPU buffers, io_uring rings.',
    source: 'the mappings: /dev, anon_inode, dmabuf',
  },
  {
    id: 'kernel',
    name: 'Kernel pages',
    definition: 'Pages that the kernel puts into every process: vdso, vvar.',
    source: 'the mappings: [vdso] and its kind',
  },
  {
    id: 'unexplained',
    name: 'Unexplained',
    definition:
      'Memory without a name that neither the runtime nor malloc accounts for, where malloc’s own cannot be told apart: mapped by native code, by another allocator, or the runtime’s own structures.',
    source: 'what is left of RSS',
  },
] as const satisfies readonly LedgerLine[];

export type LedgerId = (typeof LEDGER_LINES)[number]['id'];

/** Of the names of the ledger's series. */
export const LEDGER_PREFIX = 'ledger.';

/** The same lines by PSS, for sums over processes: a page that several of them share counts in each by its part. */
export const LEDGER_PSS_PREFIX = 'pss.';
