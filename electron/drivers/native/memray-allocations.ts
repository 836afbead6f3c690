import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { bytesOf } from '../bytes-of.js';
import type { NativeAllocations, NativeReading } from '../native-allocations.js';
import { makePrivateDirectory, ownPrefix, type PrivateDirectory } from '../private-directory.js';
import { requireRunning } from '../target-status.js';
import { identity } from './identity.js';
import { memray } from './memray.js';

/** `memray attach --native`: allocations of Python and of native code with both their stacks. */
export class MemrayAllocations implements NativeAllocations {
  readonly tool = 'memray';
  readonly cost =
    'The program loads memray where its interpreter lets it, which takes about half a second of it. Then some µs for each allocation that is not pymalloc’s, and some ten bytes of disk. The modules of memray stay imported in the program until it ends, and it may write a warning to the program’s standard error.';
  #folder: PrivateDirectory | undefined;
  #ours: string | undefined;
  #running = false;

  constructor(
    private readonly target: ProcessInfo,
    private readonly program: string,
  ) {}

  get running(): boolean {
    return this.#running;
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.#running) return;
    await this.remove();
    const { pid } = this.target;
    const folder = await makePrivateDirectory(await requireRunning(this.target));
    const { ok, said } = await memray(
      this.program,
      ['attach', ...SAFELY, '--native', '--force', '--output', folder.there(EVENTS), String(pid)],
      signal,
    );
    if (!ok) {
      await folder.remove();
      throw failure(pid, said);
    }
    this.#folder = folder;
    this.#running = true;
  }

  written(): number {
    return bytesOf(this.#folder?.here(EVENTS));
  }

  async read(signal: AbortSignal): Promise<readonly NativeReading[]> {
    const events = this.#folder?.here(EVENTS);
    if (!events) throw new Failure('nothing-traced', 'memray was not begun in this process.');
    this.#ours ??= await mkdtemp(join(tmpdir(), ownPrefix()));
    const readings: NativeReading[] = [];
    for (const [held, flags] of [
      ['now', ['--leaks']],
      ['at the peak', []],
    ] as const) {
      const path = join(this.#ours, held === 'now' ? 'held now.csv' : 'held at the peak.csv');
      const args = ['transform', '--force', '--output', path, ...flags, 'csv', events];
      const { ok, said } = await memray(this.program, args, signal);
      if (!ok) throw new Failure('unreadable', `memray cannot read what it wrote: ${lastLine(said)}`);
      readings.push({ path, held });
    }
    return readings;
  }

  async stop(signal: AbortSignal): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    if (!identity(this.target).same) return;
    const { ok, said } = await memray(this.program, ['detach', ...SAFELY, String(this.target.pid)], signal);
    if (!ok && identity(this.target).same) throw failure(this.target.pid, said);
  }

  async remove(): Promise<void> {
    await this.#folder?.remove();
    if (this.#ours !== undefined) await rm(this.#ours, { recursive: true, force: true });
    this.#folder = undefined;
    this.#ours = undefined;
  }
}

const EVENTS = 'events.bin';
/** Never by a debugger: see `memrayFits`. */
const SAFELY = ['--method', 'sys.remote_exec'];

const lastLine = (said: string): string => said.split('\n').at(-1)?.trim().slice(0, 300) ?? '';

function failure(pid: number, said: string): Failure {
  if (/No module named/.test(said))
    return new Failure(
      'no-memray',
      `memray is not installed in the environment that process ${pid} runs in.`,
      'pip install memray there; the process must be started anew if it was running before.',
    );
  return new Failure(
    'not-attached',
    `memray could not enter process ${pid}: ${lastLine(said)}`,
    'An idle program is not entered before it runs Python again: have it do something, and try once more.',
  );
}
