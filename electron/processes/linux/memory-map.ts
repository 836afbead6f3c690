import type { Region } from '../../../shared/model/region.js';
import { MallocMarks } from './malloc-marks.js';
import { readRegions } from './read-regions.js';
import { ThreadStacks } from './thread-stacks.js';

/**
 * The mappings of one process, with memory that has no name told apart further: stacks of threads, and
 * what the C library's malloc has mapped. Remembers between two reads what a mapping was found to be.
 */
export class MemoryMap {
  readonly #marks: MallocMarks;
  readonly #stacks: ThreadStacks;

  constructor(private readonly pid: number) {
    this.#marks = new MallocMarks(pid);
    this.#stacks = new ThreadStacks(pid);
  }

  /** Throws where the mappings may not be read. Where only more than that is refused, less is told apart. */
  async read(): Promise<readonly Region[]> {
    const regions = await readRegions(this.pid);
    const stacks = await this.#stacks.of(regions);
    return await this.#marks.of(stacks);
  }
}
