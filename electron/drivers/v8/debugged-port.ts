import { Failure } from '../../../shared/base/failure.js';
import { pauseFor } from '../time-limit.js';
import { connectionsTo } from './listening-ports.js';

/** The port is an inspector's that somebody uses, which is not moved. It may be over soon: then it is free, or can be moved. */
export class DebuggedPort extends Failure {
  constructor(
    readonly pid: number,
    readonly port: number,
    readonly holder: number,
  ) {
    super('port-occupied', `${sentence(pid, port, debugged(holder))}.`, REMEDY);
  }

  /** What is said of it meanwhile. */
  get waiting(): string {
    const why = sentence(this.pid, this.port, debugged(this.holder));
    return `${why[0].toLowerCase()}${why.slice(1)}. Waiting until that is over`;
  }
}

export const occupied = (pid: number, port: number, by: string): Failure =>
  new Failure('port-occupied', `${sentence(pid, port, by)}.`, REMEDY);

const sentence = (pid: number, port: number, by: string): string =>
  `Process ${pid} would open its inspector on port ${port}, which is held by ${by}`;
const debugged = (holder: number): string => `process ${holder}, which is being debugged`;
const REMEDY = 'End that use of the port, or restart the process with --inspect-port=0.';

/** Resolves when nobody debugs its holder, or the holder is gone; throws `cancelled` when the signal fires. */
export async function untilUndebugged({ holder, port }: DebuggedPort, signal: AbortSignal): Promise<void> {
  while ((await connectionsTo(holder, port)) > 0) await pauseFor(100, signal);
}
