import type { SourcePlace } from '../model/finding.js';

/** A Python frame or code as a snapshot names it: `H.events (server.py:11)`. The file has no folder. */
export function frameStep(name: string): Required<SourcePlace> | undefined {
  const match = /^(.{1,200}) \(([^():]{1,200}):(\d{1,7})\)$/.exec(name);
  return match ? { function: match[1], file: match[2], line: Number(match[3]) } : undefined;
}
