import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../../../../shared/base/failure.js';
import { watchedByShell, whileStopped } from './held-target.js';
import { type LocatedPython, locatePython } from './located-python.js';
import type { PythonBuild } from './python-build.js';
import { describeBuild } from './read-build.js';
import { TargetMemory } from './target-memory.js';

/** One process that is being entered: its interpreter located, its memory open for writing. */
export class Target {
  /** Milliseconds that it stood still so far. */
  stopped = 0;
  readonly build: PythonBuild;
  /** It may not be stopped: its shell would take it for suspended, or a debugger would take our signal. */
  keepsRunning: boolean;

  static open(pid: number, startTime: number): Target {
    const python = locatePython(pid);
    if (!python) throw new Failure('not-python', `Process ${pid} runs no CPython that can be recognised.`);
    try {
      return new Target(pid, startTime, python, TargetMemory.open(pid, 'r+'));
    } catch (error) {
      python.image.close();
      throw error;
    }
  }

  private constructor(
    readonly pid: number,
    readonly startTime: number,
    readonly python: LocatedPython,
    readonly memory: TargetMemory,
  ) {
    this.build = describeBuild(python, memory);
    this.keepsRunning = watchedByShell(pid);
  }

  close(): void {
    this.memory.close();
    this.python.image.close();
  }

  /** Runs `act` with all threads standing, or right away where the target may not be stopped. Keep it short. */
  still<T>(act: () => T): T {
    if (this.keepsRunning) return act();
    const { value, stopped } = whileStopped(this.pid, this.startTime, act);
    this.stopped += stopped;
    return value;
  }

  /** The same, tried again where a loaded machine could not bring all threads to a stand in time. */
  async stillSoon<T>(act: () => T, signal?: AbortSignal): Promise<T> {
    for (const pause of [5, 20, 50, 100, 200]) {
      try {
        return this.still(act);
      } catch (error) {
        if (!couldNotStop(error)) throw error;
        await delay(pause);
        signal?.throwIfAborted();
      }
    }
    return this.still(act);
  }
}

/** The one Failure after which trying again makes sense: nothing was written. */
export function couldNotStop(error: unknown): boolean {
  return error instanceof Failure && error.code === 'cannot-stop';
}
