import type { Overhead } from './recording.js';

/** What this engine runs on: shown in the status bar and in reports. */
export interface SystemInfo {
  readonly version: string;
  readonly platform: string;
  readonly kernel: string;
  readonly node: string;
  /** 'app' with file dialogs, 'browser' without. */
  readonly shell: 'app' | 'browser' | 'cli';
  readonly memoryTotal: number;
  readonly memoryAvailable: number;
}

export interface SystemApi {
  info(): Promise<SystemInfo>;
  /** What Leakscope costs now, also while nothing is recorded. */
  cost(): Promise<Overhead>;
}
