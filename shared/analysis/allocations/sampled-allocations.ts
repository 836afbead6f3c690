import type { AllocationTable } from '../../model/allocation-table.js';
import type { SamplingNode, SamplingProfile } from '../../model/sampling-profile.js';
import { NO_STACK } from '../../model/stack-table.js';

/** V8's profile as columns. Throws a RangeError or TypeError for what is none. */
export function sampledAllocations({ head, samples }: SamplingProfile): AllocationTable {
  const prefix: number[] = [];
  const frame: number[] = [];
  const frames = new Frames();
  const stackOf = new Map<number, number>();
  // The root is no call: what stands on it has no prefix.
  const waiting: (readonly [node: SamplingNode, caller: number])[] = [[head, NO_STACK]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, caller] = next;
    let stack = NO_STACK;
    if (node !== head) {
      stack = prefix.push(caller) - 1;
      frame.push(frames.row(node.callFrame));
    }
    stackOf.set(node.id, stack);
    for (const child of node.children) waiting.push([child, stack]);
  }
  return {
    length: samples.length,
    stack: Int32Array.from(samples, ({ nodeId }) => stackOf.get(nodeId) ?? NO_STACK),
    weight: Float64Array.from(samples, ({ size }) => (size > 0 ? size : 0)),
    ordinal: Float64Array.from(samples, ({ ordinal }) => Number(ordinal)),
    stacks: {
      length: prefix.length,
      prefix: Int32Array.from(prefix),
      frame: Uint32Array.from(frame),
      frames: frames.table(),
    },
  };
}

class Frames {
  readonly #name: string[] = [];
  readonly #file: string[] = [];
  readonly #line: number[] = [];
  readonly #column: number[] = [];
  readonly #rows = new Map<string, number>();

  row({ functionName, url, lineNumber, columnNumber }: SamplingNode['callFrame']): number {
    const key = `${lineNumber}:${columnNumber}\0${functionName}\0${url}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    this.#name.push(String(functionName));
    this.#file.push(String(url));
    this.#line.push(fromOne(lineNumber));
    this.#column.push(fromOne(columnNumber));
    const row = this.#name.length - 1;
    this.#rows.set(key, row);
    return row;
  }

  table(): AllocationTable['stacks']['frames'] {
    return {
      length: this.#name.length,
      name: this.#name,
      file: this.#file,
      line: Uint32Array.from(this.#line),
      column: Uint32Array.from(this.#column),
    };
  }
}

/** V8 counts from 0, and says -1 where there is none. */
const fromOne = (position: number): number => (position >= 0 ? position + 1 : 0);
