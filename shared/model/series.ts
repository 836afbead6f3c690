import { LEDGER_LINES, LEDGER_PREFIX, LEDGER_PSS_PREFIX } from './ledger.js';
import { BESIDE_LINES } from './ledger-beside.js';

/**
 * The measured series. A series is a name, a unit and a meaning; a sample gives
 * some of them a number at one time. Names are public: `info` prints them.
 */
export type Unit = 'bytes' | 'count' | 'ms' | 'percent';

export interface SeriesDefinition {
  readonly name: string;
  readonly unit: Unit;
  readonly title: string;
  /** What exactly is measured and how: shown on hover. */
  readonly definition: string;
}

const bytes = (name: string, title: string, definition: string): SeriesDefinition => ({
  name,
  unit: 'bytes',
  title,
  definition,
});
const count = (name: string, title: string, definition: string): SeriesDefinition => ({
  name,
  unit: 'count',
  title,
  definition,
});

const DEFINITIONS: readonly SeriesDefinition[] = [
  bytes(
    'rss',
    'RSS',
    'Resident set size: pages of the process in memory, shared ones included (/proc/PID/statm).',
  ),
  bytes(
    'pss',
    'PSS',
    'Proportional set size: resident pages, each shared one divided by its users (/proc/PID/smaps_rollup).',
  ),
  bytes(
    'uss',
    'USS',
    'Unique set size: resident pages that nobody else maps (Private_Clean + Private_Dirty).',
  ),
  bytes('swap', 'Swap', 'Pages of the process in swap (/proc/PID/smaps_rollup).'),
  count('threads', 'Threads', 'Threads of the process (/proc/PID/stat).'),
  count('fds', 'Descriptors', 'Open file descriptors (/proc/PID/fd).'),
  bytes(
    'heap.used',
    'Heap used',
    'Managed heap in use: V8 used_heap_size; CPython, bytes in live pymalloc blocks where known.',
  ),
  bytes(
    'heap.committed',
    'Heap committed',
    'Managed heap the runtime has taken from the system: V8 total_heap_size; CPython, pymalloc arenas.',
  ),
  bytes('heap.limit', 'Heap limit', 'V8 heap_size_limit: an allocation beyond it ends the process.'),
  bytes(
    'heap.limit.old',
    'Old-generation limit',
    'What the old generation may grow to, where the program was told so (--max-old-space-size, a worker’s resourceLimits).',
  ),
  bytes('external', 'External', "Memory outside V8's heap that its objects own (external_memory)."),
  bytes('arrayBuffers', 'ArrayBuffers', 'Backing stores of ArrayBuffers and Node Buffers; part of external.'),
  bytes('heap.malloced', 'V8 malloced', "Memory that V8's own C++ took with malloc (malloced_memory)."),
  bytes('code', 'Code', 'Compiled code and bytecode with their metadata; read every 10 s.'),
  count(
    'contexts.native.count',
    'Contexts',
    'Live JavaScript contexts: growth is a leak of realms (number_of_native_contexts).',
  ),
  count(
    'contexts.detached.count',
    'Detached contexts',
    'Contexts that were left but not collected (number_of_detached_contexts).',
  ),
  {
    name: 'loop.delay.ms',
    unit: 'ms',
    title: 'Event-loop delay',
    definition: 'How long the event loop let the question for this sample wait.',
  },
  {
    name: 'loop.busy',
    unit: 'percent',
    title: 'Event-loop use',
    definition:
      'Share of the time since the sample before that the event loop was not idle (eventLoopUtilization).',
  },
  bytes(
    'traced',
    'Traced',
    'Python memory that tracemalloc traces now (get_traced_memory); only while tracing.',
  ),
  bytes('traced.peak', 'Traced peak', "tracemalloc's peak since it started or was reset."),
  count('blocks', 'Allocated blocks', 'Memory blocks that CPython has allocated (sys.getallocatedblocks).'),
  count(
    'gc.count0',
    'GC count 0',
    'Objects allocated minus freed since the last collection of the youngest generation (gc.get_count).',
  ),
  count('gc.count1', 'GC count 1', 'Collections of generation 0 since the last of generation 1.'),
  count('gc.count2', 'GC count 2', 'Collections of generation 1 since the last of generation 2.'),
  count('gc.collections', 'Collections', 'Garbage collections so far, all generations.'),
  bytes(
    'malloc.used',
    'malloc in use',
    'Bytes that glibc malloc has handed out (mallinfo2 uordblks + hblkhd).',
  ),
  bytes('malloc.free', 'malloc held free', 'Bytes that glibc malloc holds free (mallinfo2 fordblks).'),
  {
    name: 'cpu',
    unit: 'percent',
    title: 'CPU',
    definition: 'Share of one core used since the sample before.',
  },
  bytes(
    'cgroup.usage',
    'Container usage',
    'Memory charged to the control group whose limit is the tightest.',
  ),
  bytes('cgroup.limit', 'Container limit', 'That limit: the kernel kills a process of the group beyond it.'),
  bytes(
    'cgroup.kernel',
    'Container kernel memory',
    'Kernel memory charged to the group: page tables, slabs, stacks, sockets.',
  ),
  count(
    'cgroup.oom.count',
    'Kills for lack of memory',
    'Processes of the control group that the kernel has killed so far (oom_kill).',
  ),
  ...BESIDE_LINES.filter(({ id }) => id !== 'swap' && id !== 'cgroup.kernel').map(
    ({ id, name, definition, source }) => bytes(id, name, `${definition} (${source})`),
  ),
  ...LEDGER_LINES.map(({ id, name, definition }) => bytes(LEDGER_PREFIX + id, name, definition)),
  ...LEDGER_LINES.map(({ id, name, definition }) =>
    bytes(LEDGER_PSS_PREFIX + id, `${name} (PSS)`, `${definition} Each shared page divided by its users.`),
  ),
];

const byName = new Map(DEFINITIONS.map((definition) => [definition.name, definition]));

/** The definition of a series; one that this version does not know is shown under its own name. */
export function seriesDefinition(name: string): SeriesDefinition {
  return byName.get(name) ?? { name, unit: unitOf(name), title: name, definition: name };
}

function unitOf(name: string): Unit {
  if (name.endsWith('.count')) return 'count';
  return name.endsWith('.ms') ? 'ms' : 'bytes';
}

/** One reading of one target: series name to number. A series that could not be read is absent. */
export type Reading = Readonly<Record<string, number>>;
