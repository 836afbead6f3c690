import type { CaptureCost, CaptureEstimate } from '../../../shared/model/preflight.js';
import { type Headroom, memoryHeadroom } from '../headroom.js';

/** Bytes of heap as V8 counts them before a snapshot. */
export interface HeapSize {
  readonly used: number;
  /** Of these in objects of their own page: long arrays and strings, few nodes for many bytes. */
  readonly large?: number;
  /** Memory left where the isolate runs, if that is not here. */
  readonly free?: number;
}

/** For each byte of heap in small objects. */
interface Rates {
  readonly text: number;
  readonly memory: number;
  /** ms per megabyte to the power of `steep`. */
  readonly pause: number;
  readonly steep: number;
}

/**
 * Measured on heaps of small objects with short strings, about 43 bytes a node. V8 takes some 850 bytes for each node while
 * it builds, so heaps of larger objects take much less; until one snapshot has shown which it is, the worst is said.
 */
const BEFORE_22: Rates = { text: 2.1, memory: 21, pause: 85, steep: 1 };
const SINCE_22: Rates = { text: 1.9, memory: 21, pause: 70, steep: 1 };
/** Node 16 and 18 take three times as long for twice the heap: 0.6 s of CPU for 4 MB, 4.4 for 12, 21 for 29. */
const BEFORE_20: Rates = { ...BEFORE_22, pause: 135, steep: 1.5 };

/** Bun, whose JavaScriptCore counts its heap otherwise; measured on objects with short texts. */
export const BUN_RATES: Rates = { text: 1.7, memory: 10, pause: 110, steep: 1 };

/** The wire makes JSON of every chunk inside the target, and holds there what we have not read. */
const WIRE_SLOWER = 1.3;
const BASE_MEMORY = 20 << 20;
const LARGE_TEXT = 0.5;

/** What the next snapshot of one isolate will cost. The first one corrects it: one program's heap is much like itself. */
export class CaptureForecast {
  #rates: Rates;

  constructor(
    /** 0 for a process of another machine: then the heap's size says what is left there. */
    private readonly pid: number,
    private readonly way: 'fifo' | 'wire',
    /** The major version of Node, where it is Node. */
    node?: number,
    /** Of another runtime. */
    rates?: Rates,
  ) {
    this.#rates = rates ?? (node === undefined || node >= 22 ? SINCE_22 : node >= 20 ? BEFORE_22 : BEFORE_20);
    if (way === 'wire') this.#rates = { ...this.#rates, pause: this.#rates.pause * WIRE_SLOWER };
  }

  /** Refuses where the memory would not suffice. */
  estimate(heap: HeapSize): CaptureEstimate {
    const { bytes: free, limitedBy } = this.pid > 0 ? memoryHeadroom(this.pid) : elsewhere(heap.free);
    const small = smallBytes(heap);
    const fileSize = Math.round(small * this.#rates.text + (heap.used - small) * LARGE_TEXT);
    const buffered = this.way === 'wire' ? fileSize : 0;
    const extraMemory = Math.round(BASE_MEMORY + small * this.#rates.memory + (heap.used - small) + buffered);
    const safe = extraMemory < free;
    const { steep } = this.#rates;
    const pause = Math.round((small / 1e6) ** steep * this.#rates.pause);
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
      method: this.#method(pause, fileSize, free),
    };
  }

  /** With what the way that was not chosen would cost: where a pipe can be had, it is the cheaper one on every Node. */
  #method(pause: number, fileSize: number, free: number): string {
    if (this.way === 'wire')
      return `${OVER_WIRE}${free === UNKNOWN ? '; how much memory is left there is not known' : ''}. ${STAYS}`;
    const slower = ((pause * (WIRE_SLOWER - 1)) / 1000).toFixed(1);
    return `${INTO_PIPE} (over the inspector's wire: ${slower} s and ${megabytes(fileSize)} MB more). ${STAYS}`;
  }

  learn(heap: HeapSize, bytes: number, { pause, extraMemory }: CaptureCost): void {
    const small = smallBytes(heap);
    if (small < 1e6) return;
    this.#rates = {
      text: bytes / small,
      // A later snapshot finds the memory of the first still there: the most that was seen counts.
      memory: Math.max(this.#memorySeen, (extraMemory ?? 0) / small) || this.#rates.memory,
      pause: pause / (small / 1e6) ** this.#rates.steep,
      steep: this.#rates.steep,
    };
    this.#memorySeen = this.#rates.memory;
  }

  #memorySeen = 0;
}

/** Measured: 150 to 300 MB of RSS stayed with a heap of 62 MB; glibc gives back only what lies above all that lives. */
const STAYS =
  'V8 frees that memory afterwards, but malloc may keep it: RSS then stays higher, and the next snapshot uses it again.';

/** The ways to a snapshot, as a person is told of them. */
export const INTO_PIPE = 'v8.writeHeapSnapshot into a pipe';
export const OVER_WIRE = 'HeapProfiler over the inspector';

const UNKNOWN = Number.MAX_SAFE_INTEGER;

const elsewhere = (free = UNKNOWN): Headroom => ({ bytes: free, limitedBy: 'machine' });

const smallBytes = ({ used, large = 0 }: HeapSize): number => Math.max(0, used - large);

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
