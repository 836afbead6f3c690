import type { PathStep } from '../model/snapshot-rows.js';

/** A Python frame as a path names it: `H.events (server.py:11)`. The file has no folder. */
export interface FrameStep {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

export function frameStep({ name }: PathStep): FrameStep | undefined {
  const match = /^(.{1,200}) \(([^():]{1,200}\.pyw?):(\d{1,7})\)$/.exec(name);
  return match ? { function: match[1], file: match[2], line: Number(match[3]) } : undefined;
}
