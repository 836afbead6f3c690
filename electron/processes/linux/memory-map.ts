import type { Region } from '../../../shared/model/region.js';
import type { Reading } from '../../../shared/model/series.js';
import { markAllocator } from './allocator-marks.js';
import { markDirect } from './direct-marks.js';
import { markGoHeap } from './go-heap-marks.js';
import { isGoProgram } from './is-go-program.js';
import { mallocBudget, markMalloc } from './malloc-marks.js';
import { markPymalloc } from './pymalloc-marks.js';
import { readRegions } from './read-regions.js';
import { TargetMemory } from './target-memory.js';
import { ThreadStacks } from './thread-stacks.js';
import { markVariables } from './variables-mark.js';

/** The mappings of a process, and what could be told of its allocators from outside, under the names of series. */
export interface MappedMemory {
  readonly regions: readonly Region[];
  /** CPython: `heap.used` and `heap.committed` of pymalloc. */
  readonly found: Reading;
}

/**
 * The mappings of one process, with memory that has no name told apart further: stacks of threads, what the
 * C library's malloc has mapped, CPython's arenas. Only reads, and stops nothing.
 */
export class MemoryMap {
  readonly #stacks: ThreadStacks;

  constructor(private readonly pid: number) {
    this.#stacks = new ThreadStacks(pid);
  }

  /** Where a thread's stack pointer was at the last reading, as far as the kernel shows it. */
  stackPointerOf(thread: number): number | undefined {
    return this.#stacks.pointerOf(thread);
  }

  /** Throws where the mappings may not be read. Where only more than that is refused, less is told apart. */
  async read(): Promise<MappedMemory> {
    const go = await isGoProgram(this.pid);
    const plain = await readRegions(this.pid);
    const regions = await this.#stacks.of(go ? markGoHeap(plain) : plain);
    const memory = TargetMemory.open(this.pid);
    try {
      const budget = mallocBudget();
      const marked = markPymalloc(markMalloc(regions, memory, budget), memory);
      const found: Reading = marked.use
        ? { 'heap.used': marked.use.live, 'heap.committed': marked.use.resident }
        : {};
      const told = markAllocator(markVariables(marked.regions));
      // Where not every mapping could be looked at, some of the rest may be malloc’s: nothing is said of it.
      return { regions: memory && budget.reads > 0 ? markDirect(told, go) : told, found };
    } finally {
      memory?.close();
    }
  }
}
