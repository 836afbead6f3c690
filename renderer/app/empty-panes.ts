import type { LucideIcon } from 'lucide-react';
import { Code, Layers, Map as MapIcon, Split } from 'lucide-react';
import type { Pane } from '../state/layout.js';

/** Panes whose data this version does not record yet: what they will show, said plainly. */
export const emptyPanes: Partial<Readonly<Record<Pane, { icon: LucideIcon; title: string; text: string }>>> =
  {
    allocations: {
      icon: Layers,
      title: 'No allocations in this session',
      text: 'Which lines allocate what is still alive stands here, as a flame graph and a table, for sessions recorded with allocation tracking.',
    },
    threads: {
      icon: Split,
      title: 'No list of threads in this session',
      text: 'The number of threads over time is a lane of the timeline. Their names and stacks will stand here once a session holds them.',
    },
    regions: {
      icon: MapIcon,
      title: 'No memory map in this session',
      text: 'The mappings of a process, with what each has resident, will stand here once a session holds them.',
    },
    source: {
      icon: Code,
      title: 'No source in this session',
      text: 'Lines with the bytes that they keep alive stand here for sessions that know where objects were allocated.',
    },
  };
