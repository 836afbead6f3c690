import { countText } from '../../../shared/base/quantity.js';
import type { RegionKind } from '../../../shared/model/region.js';

/** The texts of the regions pane. */
export const words = {
  name: 'By file',
  kind: 'By kind',
  mapping: 'Mappings',
  read: 'Read now',
  reading: 'Reading the mappings',
  noTitle: 'No memory map of this process',
  noText:
    'Mappings are recorded on Linux for processes that may be looked into: at the start, when RSS has moved, at marks, snapshots and the end. Another process of the session may have some.',
  noMatch: 'No mapping has that in its name',
  noMatchText: 'Names are files, or what the kernel and we call memory without one, in square brackets.',
  clear: 'Clear the filter',
  unnamed: '(no name)',
  totals: (count: number) => `${countText(count)} mappings`,
  rows: (shown: number, all: number) =>
    `${countText(shown)} of ${countText(all)} shown: filter for the others`,
  gone: 'gone',
  fresh: 'new',
  columns: {
    name: 'File or kind of memory',
    count: 'Count',
    size: 'Size',
    rss: 'RSS',
    delta: 'Δ RSS',
    pss: 'PSS',
    uss: 'Own',
    swap: 'Swap',
    huge: 'Huge',
    rights: 'Rights',
    start: 'Address',
  },
  about: {
    count: 'Mappings in this row.',
    size: 'Address space: what was asked for, resident or not (end minus start, /proc/PID/smaps).',
    rss: 'Resident: pages in memory, shared ones included (Rss of smaps).',
    delta: 'RSS at the end of the range minus RSS at its beginning.',
    pss: 'Proportional: each shared page divided by the processes that map it (Pss of smaps).',
    uss: 'Resident pages that no other process maps (Private_Clean + Private_Dirty of smaps).',
    swap: 'Pages that lie in swap (Swap of smaps).',
    huge: 'Resident in huge pages (AnonHugePages, ShmemPmdMapped and FilePmdMapped of smaps).',
    rights: 'r read, w write, x execute; p private, s shared with other processes.',
    start: 'Where the mapping begins, hexadecimal.',
  },
  kinds: {
    heap: 'Heaps of allocators',
    anonymous: 'Memory without a name',
    stack: 'Stacks',
    code: 'Code',
    file: 'Mapped files',
    shared: 'Shared memory',
    device: 'Devices',
    kernel: 'Kernel pages',
  } satisfies Record<RegionKind, string>,
  kindAbout: {
    heap: 'The break’s [heap], malloc’s arenas and large blocks, CPython’s arenas: told by their names, places and the heads that allocators write.',
    anonymous:
      'Mapped without a file: runtimes’ heaps, other allocators, memory that native code maps itself.',
    stack: 'Of the main thread and of all others: mappings that hold a thread’s stack pointer.',
    code: 'Executable: programs, libraries, and code made while the program runs.',
    file: 'Files that are mapped, and the rest of programs and libraries: constants and variables.',
    shared: 'tmpfs, memfd, System V and shared anonymous memory.',
    device: 'Memory of drivers: GPU buffers, io_uring rings.',
    kernel: 'Pages that the kernel puts into every process: vdso, vvar.',
  } satisfies Record<RegionKind, string>,
} as const;
