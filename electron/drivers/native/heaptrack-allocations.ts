import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { bytesOf } from '../bytes-of.js';
import type { NativeAllocations, NativeReading } from '../native-allocations.js';
import { makePrivateDirectory, type PrivateDirectory } from '../private-directory.js';
import { requireRunning } from '../target-status.js';
import { type Heaptrack, interpreted } from './heaptrack.js';
import { injectedLibrary, injectHeaptrack, stopHeaptrack } from './heaptrack-attach.js';
import { identity } from './identity.js';
import { type LeavingWatch, watchOverHeaptrack } from './leave-heaptrack.js';

/** heaptrack, brought into a running plain native program. Undefined where this heaptrack cannot be. */
export function heaptrackAllocations(
  target: ProcessInfo,
  found: Heaptrack,
  leaver?: string,
): NativeAllocations | undefined {
  const library = injectedLibrary(found);
  return library === undefined ? undefined : new HeaptrackAllocations(target, found, library, leaver);
}

const RAW = 'events';
const TEXT = 'events.txt';

class HeaptrackAllocations implements NativeAllocations {
  readonly tool = 'heaptrack';
  readonly cost =
    'The program stands still twice for about a second while gdb looks for a safe place in it. Then 0.3 µs for an allocation with its free ten calls deep, more from deeper, and 36 bytes of disk for each. heaptrack’s library, half a megabyte, stays in the program until it ends.';
  #folder: PrivateDirectory | undefined;
  #running = false;
  #watch: LeavingWatch | undefined;

  constructor(
    private readonly target: ProcessInfo,
    private readonly found: Heaptrack,
    private readonly library: string,
    private readonly leaver: string | undefined,
  ) {}

  get running(): boolean {
    return this.#running;
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.#running) return;
    await this.remove();
    const folder = await makePrivateDirectory(await requireRunning(this.target));
    const { target } = this;
    // Before it is in: who is killed while it is brought in leaves it there, too.
    const leaving = { target, raw: folder.there(RAW), leftOvers: [folder.here('.')] };
    const watch = watchOverHeaptrack(leaving, this.leaver);
    try {
      await injectHeaptrack(target, this.library, folder.there(RAW), signal);
    } catch (error) {
      watch.done();
      await folder.remove();
      throw error;
    }
    this.#folder = folder;
    this.#watch = watch;
    this.#running = true;
  }

  written(): number {
    return bytesOf(this.#folder?.here(RAW));
  }

  async read(signal: AbortSignal): Promise<readonly NativeReading[]> {
    const raw = this.#folder?.here(RAW);
    const path = this.#folder?.here(TEXT);
    if (!raw || !path) throw new Failure('nothing-traced', 'heaptrack was not begun in this process.');
    if (bytesOf(raw) === 0)
      throw new Failure('nothing-traced', `heaptrack wrote nothing of process ${this.target.pid}.`);
    await interpreted(this.found.interpreter, raw, path, signal);
    return [{ path, held: 'both' }];
  }

  async stop(signal: AbortSignal): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    if (identity(this.target).same) await stopHeaptrack(this.target, signal);
    this.#watch?.done();
    this.#watch = undefined;
  }

  async remove(): Promise<void> {
    // Where it could not be taken out, others go on trying, and remove it then.
    if (this.#watch) this.#watch.takeOver();
    else await this.#folder?.remove();
    this.#watch = undefined;
    this.#folder = undefined;
  }
}
