/** A figure that stands beside the account of RSS: a property of pages counted there, or memory that RSS has not. */
export interface BesideLine {
  /** The series of a session, and the key that `leakscope ledger` prints. Public. */
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  /** Where the number comes from. */
  readonly source: string;
  /** Of the control group of a process, not of the process: over a tree it is not added up. */
  readonly ofGroup?: boolean;
}

/** In the order in which they are shown. */
export const BESIDE_LINES = [
  {
    id: 'huge',
    name: 'In huge pages',
    definition:
      'Part of RSS that lies in huge pages, of 2 MB mostly: a page of which one byte is used counts whole.',
    source: 'the mappings: AnonHugePages, ShmemPmdMapped, FilePmdMapped',
  },
  {
    id: 'hugetlb',
    name: 'Reserved huge pages',
    definition: 'Pages of hugetlbfs that the process maps. They are no part of RSS.',
    source: 'the mappings: Shared_Hugetlb, Private_Hugetlb',
  },
  {
    id: 'swap',
    name: 'Swapped out',
    definition: 'Pages of the process in swap. They are no part of RSS, and come back when they are touched.',
    source: 'the mappings: Swap',
  },
  {
    id: 'cgroup.kernel',
    name: 'Kernel memory of the container',
    definition:
      'All that the kernel holds for the processes of the control group. No part of RSS, but of its limit.',
    source: 'memory.stat of the control group: kernel',
    ofGroup: true,
  },
  {
    id: 'cgroup.slab',
    name: 'Kernel objects',
    definition:
      'Slabs: open files, names and attributes of files, sockets’ and other structures of the kernel.',
    source: 'memory.stat of the control group: slab',
    ofGroup: true,
  },
  {
    id: 'cgroup.stacks',
    name: 'Kernel stacks',
    definition: 'A stack of the kernel for each thread, 16 kB mostly.',
    source: 'memory.stat of the control group: kernel_stack',
    ofGroup: true,
  },
  {
    id: 'cgroup.pagetables',
    name: 'Page tables',
    definition: 'What says which page lies where: grows with the memory that is mapped and touched.',
    source: 'memory.stat of the control group: pagetables',
    ofGroup: true,
  },
  {
    id: 'cgroup.sock',
    name: 'Network buffers',
    definition: 'Data that waits to be sent or read in sockets.',
    source: 'memory.stat of the control group: sock',
    ofGroup: true,
  },
] as const satisfies readonly BesideLine[];

export type BesideId = (typeof BESIDE_LINES)[number]['id'];
