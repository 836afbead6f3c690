import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { Host } from '../host/host.js';
import type { Screen } from './screen.js';

/** What every command works with. It asks the same API as the window and only decides how the answer looks. */
export interface CommandContext {
  readonly api: LeakscopeApi;
  readonly host: Host;
  readonly screen: Screen;
  /** Aborted by the first Ctrl-C: end cleanly. */
  readonly signal: AbortSignal;
  /** What the second Ctrl-C does, once, instead of ending the program on the spot; the third does that. */
  onHurry(listener: () => void): void;
}

/** Exit status: 0 done, 1 failed, 3 `findings` found something. 2, wrong usage, is the parser's. */
export type ExitStatus = 0 | 1 | 3;
