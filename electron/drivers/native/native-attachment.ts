import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import type { Attachment } from '../driver.js';
import { identity } from './identity.js';

/** How often it is asked whether the process lives: 15 µs each. */
const INTERVAL = 500;

/** Nothing in the target, so nothing to leave behind. Has no managed figures. */
export class NativeAttachment implements Attachment {
  readonly version?: string;
  readonly #listeners = new Set<(reason: string) => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly process: ProcessInfo) {
    if (process.runtime.version !== undefined) this.version = process.runtime.version;
    this.#timer = setInterval(() => this.#look(), INTERVAL).unref();
  }

  async sample(): Promise<Reading> {
    return {};
  }

  onLost(listener: (reason: string) => void): void {
    this.#listeners.add(listener);
  }

  async detach(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#listeners.clear();
  }

  #look(): void {
    if (identity(this.process).same) return;
    const listeners = [...this.#listeners];
    void this.detach();
    for (const listener of listeners) listener('exited');
  }
}
