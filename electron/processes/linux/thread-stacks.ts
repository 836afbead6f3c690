import { readdir, readFile } from 'node:fs/promises';
import type { Region } from '../../../shared/model/region.js';
import { regionAt } from './region-at.js';

/** New threads asked at one reading; with more, the others come at the next. */
const MOST_ASKED = 200;
/** The page below a stack that stops its overflow; never more. */
const MOST_GUARD = 64 * 1024;

/** Finds the stacks of threads: by their stack pointers where the kernel shows them, else by the guard page below. */
export class ThreadStacks {
  /** Stack pointer by thread id. A thread keeps its stack; ids that are gone are forgotten. */
  readonly #pointers = new Map<string, number>();
  #refused = false;

  constructor(private readonly pid: number) {}

  async of(regions: readonly Region[]): Promise<readonly Region[]> {
    const threads = await readdir(`/proc/${this.pid}/task`).catch((): string[] => []);
    const alive = new Set(threads);
    for (const id of this.#pointers.keys()) if (!alive.has(id)) this.#pointers.delete(id);
    const asked = threads.filter((id) => !this.#pointers.has(id)).slice(0, MOST_ASKED);
    if (!this.#refused) await Promise.all(asked.map((id) => this.#ask(id)));
    if (this.#refused) return threads.length > 1 ? byGuardPage(regions) : regions;
    const stacks = new Set<Region>();
    for (const pointer of this.#pointers.values()) {
      const region = regionAt(regions, pointer);
      if (region?.kind === 'anonymous') stacks.add(region);
    }
    return regions.map((region) => (stacks.has(region) ? asStack(region) : region));
  }

  /** Where a thread's stack pointer was; undefined where the kernel does not show it, or has not yet. */
  pointerOf(thread: number): number | undefined {
    return this.#pointers.get(String(thread));
  }

  /** A thread that runs shows no pointer; it is asked again at the next reading. */
  async #ask(id: string): Promise<void> {
    try {
      const line = await readFile(`/proc/${this.pid}/task/${id}/syscall`, 'latin1');
      const pointer = /(0x[0-9a-f]+) 0x[0-9a-f]+\s*$/.exec(line)?.[1];
      if (pointer) this.#pointers.set(id, Number(pointer));
    } catch (error) {
      // Yama refuses even the owner. A thread that has ended is no reason to give up.
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPERM' || code === 'EACCES') this.#refused = true;
    }
  }
}

function byGuardPage(regions: readonly Region[]): readonly Region[] {
  return regions.map((region, row) => {
    const below = regions[row - 1];
    const guarded =
      region.kind === 'anonymous' &&
      region.name === '' &&
      region.rights === 'rw-p' &&
      below?.rights === '---p' &&
      below.name === '' &&
      below.end === region.start &&
      below.end - below.start <= MOST_GUARD;
    return guarded ? asStack(region) : region;
  });
}

const asStack = (region: Region): Region => ({ ...region, kind: 'stack', name: '[thread stacks]' });
