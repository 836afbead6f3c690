import type { RuntimeInfo } from './runtime.js';

/** One process as a list shows it. Sizes in bytes. */
export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  readonly name: string;
  readonly command: string;
  readonly user: string;
  readonly runtime: RuntimeInfo;
  readonly rss: number;
  readonly pss?: number;
  readonly uss?: number;
  readonly attachable: boolean;
  /** Why it is not, or what an attach will lack; a sentence with its remedy. */
  readonly reason?: string;
  /** Clock ticks after boot when it started: with the PID it names one process for ever. */
  readonly startTime: number;
  /** Where it is reached, if that is not by its PID on this machine: PID and start time are 0 then. */
  readonly address?: string;
}

/** A PID can be reused: both must match before anything is written to a process. */
export interface ProcessKey {
  readonly pid: number;
  readonly startTime: number;
  /** Set where it is no process of this machine. */
  readonly address?: string;
}
