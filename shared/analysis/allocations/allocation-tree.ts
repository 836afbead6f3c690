import type { AllocationTable } from '../../model/allocation-table.js';
import type { AllocationNode, AllocationTree } from '../../model/allocation-tree.js';
import { NO_STACK } from '../../model/stack-table.js';

/** Adds up tables: one, or two to be compared, with -1 for the base. Calls of one name and place are one. */
export class AllocationTreeBuilder {
  readonly #names: Place[] = [];
  readonly #parents: number[] = [];
  readonly #self: number[] = [];
  readonly #samples: number[] = [];
  readonly #rows = new Map<string, number>();

  /** Rows whose ordinal is above `after` alone: what was allocated since. */
  add(table: AllocationTable, { sign = 1, after = 0 }: { sign?: 1 | -1; after?: number } = {}): this {
    const rows = this.#rowsOf(table);
    for (let i = 0; i < table.length; i++) {
      if (table.ordinal[i] <= after) continue;
      const stack = table.stack[i];
      const row = stack === NO_STACK ? this.#row(-1, UNKNOWN) : rows[stack];
      this.#self[row] += sign * table.weight[i];
      this.#samples[row] += sign;
    }
    return this;
  }

  tree(): AllocationTree {
    const total = this.#self.slice();
    const samples = this.#samples.slice();
    const children = this.#parents.map((): number[] => []);
    const roots: number[] = [];
    const weight = this.#self.map(Math.abs);
    // A caller has the lower row: walked backwards, each is complete before it is added to its caller.
    for (let row = total.length - 1; row >= 0; row--) {
      const parent = this.#parents[row];
      if (weight[row] > 0) (parent < 0 ? roots : children[parent]).push(row);
      if (parent < 0) continue;
      total[parent] += total[row];
      samples[parent] += samples[row];
      weight[parent] += weight[row];
    }
    const larger = (a: number, b: number): number => total[b] - total[a];
    const nodes: AllocationNode[] = [];
    const waiting = roots.sort(larger).reverse();
    const place = new Map<number, number>();
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      const { name, file, line } = this.#names[row];
      place.set(row, nodes.length);
      nodes.push({
        parent: place.get(this.#parents[row]) ?? -1,
        ...{ function: name, file, line },
        ...{ self: this.#self[row], total: total[row], samples: samples[row] },
      });
      waiting.push(...children[row].sort(larger).reverse());
    }
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
    return { bytes: sum(this.#self), samples: sum(this.#samples), nodes };
  }

  #rowsOf({ stacks }: AllocationTable): Int32Array {
    const { frames, prefix, frame } = stacks;
    const rows = new Int32Array(stacks.length);
    for (let stack = 0; stack < stacks.length; stack++) {
      const at = frame[stack];
      const place = { name: frames.name[at] ?? '', file: frames.file[at] ?? '', line: frames.line[at] };
      rows[stack] = this.#row(prefix[stack] === NO_STACK ? -1 : rows[prefix[stack]], place);
    }
    return rows;
  }

  #row(parent: number, place: Place): number {
    const key = `${parent}\0${place.line}\0${place.name}\0${place.file}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.#names.push(place) - 1;
    this.#parents.push(parent);
    this.#self.push(0);
    this.#samples.push(0);
    this.#rows.set(key, row);
    return row;
  }
}

interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

const UNKNOWN: Place = { name: '(unknown)', file: '', line: 0 };

export const allocationTree = (table: AllocationTable, after = 0): AllocationTree =>
  new AllocationTreeBuilder().add(table, { after }).tree();
