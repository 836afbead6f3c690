import type { FrameTable } from './stack-table.js';

/** The frames of several tables, each place once. Those of the first table keep their rows. */
export class FrameRows {
  readonly #name: string[] = [];
  readonly #file: string[] = [];
  readonly #line: number[] = [];
  readonly #column: number[] = [];
  #rows: Map<string, number> | undefined;
  /** Code units of all names and files. */
  text = 0;

  /** The row of every frame of a table. */
  add(frames: FrameTable): Uint32Array {
    const rows = new Uint32Array(frames.length);
    const fresh = this.#name.length === 0;
    for (let at = 0; at < frames.length; at++) {
      const name = frames.name[at];
      const file = frames.file[at];
      const line = frames.line[at];
      const column = frames.column?.[at] ?? 0;
      rows[at] = fresh ? this.#push(name, file, line, column) : this.row(name, file, line, column);
    }
    return rows;
  }

  row(name: string, file: string, line: number, column: number): number {
    this.#rows ??= new Map(this.#name.map((_, row) => [this.#keyOf(row), row]));
    const key = keyOf(name, file, line, column);
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.#push(name, file, line, column);
      this.#rows.set(key, row);
    }
    return row;
  }

  table(): FrameTable {
    const column = Uint32Array.from(this.#column);
    return {
      ...{ length: this.#name.length, name: this.#name, file: this.#file },
      line: Uint32Array.from(this.#line),
      ...(column.some((at) => at > 0) ? { column } : {}),
    };
  }

  #push(name: string, file: string, line: number, column: number): number {
    this.text += name.length + file.length;
    this.#file.push(file);
    this.#line.push(line);
    this.#column.push(column);
    return this.#name.push(name) - 1;
  }

  #keyOf(row: number): string {
    return keyOf(this.#name[row], this.#file[row], this.#line[row], this.#column[row]);
  }
}

const keyOf = (name: string, file: string, line: number, column: number): string =>
  `${line}:${column}\0${name}\0${file}`;
