import { AGE_SHIFT, NodeFlag } from '../../model/python-heap-stream.js';
import { malformedStream } from './malformed-stream.js';
import type { PythonHeapColumns } from './python-heap-columns.js';

const OLDEST = 15;

/** AGES records: they come before the nodes that they speak of, and wait here for them. */
export class AgeRecords {
  readonly #told: { readonly age: number; readonly ids: Float64Array }[] = [];

  take(payload: DataView): void {
    const count = (payload.byteLength - 1) / 8;
    if (count < 0 || !Number.isInteger(count)) throw malformedStream('a record of ages is cut off');
    const age = payload.getUint8(0);
    if (age < 1 || age > OLDEST) throw malformedStream('an age is none');
    const ids = new Float64Array(count);
    for (let row = 0, at = 1; row < count; row++, at += 8)
      ids[row] = payload.getUint32(at, true) + payload.getUint32(at + 4, true) * 4294967296;
    this.#told.push({ age, ids });
  }

  /** Into the flags of the rows that have come; the others were the agent's. */
  settle(columns: PythonHeapColumns): void {
    for (const { age, ids } of this.#told.splice(0)) {
      const bits = (age << AGE_SHIFT) | (age === 1 ? NodeFlag.new : 0);
      for (const id of ids) {
        const row = columns.rowOf(id);
        if (row >= 0) columns.flags[row] |= bits;
      }
    }
  }
}
