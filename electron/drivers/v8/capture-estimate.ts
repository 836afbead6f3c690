import type { CaptureEstimate } from '../../../shared/model/preflight.js';
import { memoryHeadroom } from './memory-headroom.js';

/** What a snapshot costs for each byte of used heap, from heaps of small objects, the costliest kind. */
interface Rates {
  readonly textPerByte: number;
  readonly memoryPerByte: number;
  readonly msPerMegabyte: number;
}

/** V8 12 (Node 22) builds a snapshot in half the time. */
const BEFORE_22: Rates = { textPerByte: 2.2, memoryPerByte: 9, msPerMegabyte: 110 };
const SINCE_22: Rates = { textPerByte: 2.1, memoryPerByte: 8, msPerMegabyte: 60 };

/** The wire turns every chunk into JSON inside the target, and holds what we have not read. */
const WIRE_SLOWER = 1.3;
const BASE_MEMORY = 20 << 20;

/** Says what a snapshot of `used` bytes of heap will cost process `pid`, and refuses where it would not fit. `node` is its major version. */
export async function estimateCapture(
  pid: number,
  used: number,
  { way, node }: { readonly way: 'fifo' | 'wire'; readonly node?: number },
): Promise<CaptureEstimate> {
  const rates = node !== undefined && node < 22 ? BEFORE_22 : SINCE_22;
  const { free, limitedBy } = await memoryHeadroom(pid);
  const fileSize = Math.round(used * rates.textPerByte);
  const extraMemory = Math.round(BASE_MEMORY + used * rates.memoryPerByte + (way === 'wire' ? fileSize : 0));
  const pause = Math.round((used / 1e6) * rates.msPerMegabyte * (way === 'wire' ? WIRE_SLOWER : 1));
  const safe = extraMemory < free;
  return {
    pause,
    extraMemory,
    fileSize,
    headroom: free,
    limitedBy,
    safe,
    refusal: safe
      ? undefined
      : `The snapshot needs about ${megabytes(extraMemory)} MB and ${megabytes(free)} MB are left up to the limit of the ` +
        `${limitedBy}: the process could be killed. Use allocation sampling instead, or raise the limit.`,
    method: way === 'fifo' ? 'v8.writeHeapSnapshot into a pipe' : 'HeapProfiler over the inspector',
  };
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
