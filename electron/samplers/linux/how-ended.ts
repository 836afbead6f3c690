import { constants } from 'node:os';

/**
 * Words for a status as wait(2) gives it, which /proc/PID/stat shows while the parent has not taken it.
 * After that nobody but the parent can know it.
 */
export function howEnded(status: number): string {
  const signal = status & 0x7f;
  if (signal === 0) return `exited with status ${(status >> 8) & 0xff}`;
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
  return `killed by ${name ?? `signal ${signal}`}`;
}
