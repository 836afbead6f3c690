import type { CommandContext, ExitStatus } from '../command-context.js';

/** Runs a command's action; `json`: its one value goes to stdout, and nothing else. */
export type Perform = (
  json: boolean,
  action: (context: CommandContext) => Promise<ExitStatus>,
) => Promise<void>;
