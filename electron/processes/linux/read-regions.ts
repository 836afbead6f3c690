import { open } from 'node:fs/promises';
import type { Region } from '../../../shared/model/region.js';
import { SmapsParser } from './smaps-parser.js';

/** Each read holds the target's memory lock for the mappings in it: small pieces, so that it waits little. */
const PIECE = 64 * 1024;

/**
 * The mappings of a process with what is resident of each, in the order of their addresses. Read piece
 * by piece: one that grows meanwhile may show a little of both. Throws where it may not be read.
 */
export async function readRegions(pid: number): Promise<readonly Region[]> {
  const file = await open(`/proc/${pid}/smaps`, 'r');
  try {
    const parser = new SmapsParser();
    const buffer = Buffer.allocUnsafe(PIECE);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE, null);
      if (bytesRead === 0) return parser.end();
      parser.push(buffer.toString('latin1', 0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
